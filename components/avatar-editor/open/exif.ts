/** Some programs write the prefix of a JPEG in other formats too. */
const PREFIX = [0x45, 0x78, 0x69, 0x66];
const PREFIX_BYTES = 6;

const ENTRY_BYTES = 12;

/** "II": the byte order of Intel. */
const LITTLE = 0x49;

/** The TIFF structure of EXIF. */
export interface Exif {
  tiff: DataView;
  little: boolean;
}

/** @returns the structure, and the offset of its first directory (IFD0), about the picture. @throws RangeError past the end */
export function openExif(exif: DataView): Exif & { first: number } {
  const hasPrefix = PREFIX.every((byte, at) => exif.getUint8(at) === byte);
  const tiff = hasPrefix ? new DataView(exif.buffer, exif.byteOffset + PREFIX_BYTES, exif.byteLength - PREFIX_BYTES) : exif;
  const little = tiff.getUint8(0) === LITTLE;
  return { tiff, little, first: tiff.getUint32(4, little) };
}

/** @returns the offset of the value of a tag in a directory; null without the tag. @throws RangeError past the end */
export function valueAt({ tiff, little }: Exif, directory: number, tag: number): number | null {
  const entries = tiff.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (tiff.getUint16(at, little) === tag) return at + 8;
  }
  return null;
}

/** @returns the offset of the directory after another one; 0 for none. @throws RangeError past the end */
export function directoryAfter({ tiff, little }: Exif, directory: number): number {
  return tiff.getUint32(directory + 2 + tiff.getUint16(directory, little) * ENTRY_BYTES, little);
}
