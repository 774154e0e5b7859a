interface ExifOptions {
  order?: 'little' | 'big';
  orientation?: number;
  /** Offset and length that the directory names, if they are not the true ones. */
  start?: number;
  length?: number;
  lengthTag?: number;
  /** Offset of the second directory. */
  second?: number;
}

const SHORT = 3;
const LONG = 4;

/** Offsets in the TIFF structure: IFD0 with one entry, IFD1 with two, and the thumbnail. */
const FIRST = 8;
const SECOND = FIRST + 2 + 12 + 4;
const THUMBNAIL = SECOND + 2 + 2 * 12 + 4;

/** The content of an EXIF segment as cameras write it: the orientation, and a thumbnail in the second directory. */
export function exifWithThumbnail(
  thumbnail: Uint8Array,
  {
    order = 'little',
    orientation = 1,
    start = THUMBNAIL,
    length = thumbnail.byteLength,
    lengthTag = 0x0202,
    second = SECOND,
  }: ExifOptions = {},
): Buffer {
  const tiff = new DataView(new ArrayBuffer(THUMBNAIL));
  const little = order === 'little';
  const entry = (at: number, tag: number, type: number, value: number) => {
    tiff.setUint16(at, tag, little);
    tiff.setUint16(at + 2, type, little);
    tiff.setUint32(at + 4, 1, little);
    if (type === SHORT) tiff.setUint16(at + 8, value, little);
    else tiff.setUint32(at + 8, value, little);
  };
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, FIRST, little);
  tiff.setUint16(FIRST, 1, little);
  entry(FIRST + 2, 0x0112, SHORT, orientation);
  tiff.setUint32(FIRST + 14, second, little);
  tiff.setUint16(SECOND, 2, little);
  entry(SECOND + 2, 0x0201, LONG, start);
  entry(SECOND + 14, lengthTag, LONG, length);
  return Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff.buffer), thumbnail]);
}

/** A JPEG with this EXIF in its first segment. */
export function jpegWithExif(jpeg: Buffer, exif: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.byteLength + 2, 4);
  return Buffer.concat([head, exif, jpeg.subarray(2)]);
}
