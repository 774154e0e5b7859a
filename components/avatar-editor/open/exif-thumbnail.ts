import { directoryAfter, openExif, valueAt } from './exif';

/** JPEGInterchangeFormat and JPEGInterchangeFormatLength, in the second directory (IFD1). */
const THUMBNAIL_AT = 0x0201;
const THUMBNAIL_BYTES = 0x0202;

/** Cameras write 5 to 20 kB. */
const MAX_BYTES = 65_536;

/** The bytes of the JPEG thumbnail in the EXIF of a photo. @returns null without one, and if it is too large or lies beyond the end. @throws RangeError past the end */
export function thumbnailIn(exif: DataView): Uint8Array<ArrayBuffer> | null {
  const { tiff, little, first } = openExif(exif);
  const second = directoryAfter({ tiff, little }, first);
  if (second === 0) return null;
  const [start, length] = [THUMBNAIL_AT, THUMBNAIL_BYTES].map((tag) => {
    const at = valueAt({ tiff, little }, second, tag);
    return at === null ? 0 : tiff.getUint32(at, little);
  });
  if (!start || !length || length > MAX_BYTES || start + length > tiff.byteLength) return null;
  return new Uint8Array(tiff.buffer, tiff.byteOffset + start, length).slice();
}
