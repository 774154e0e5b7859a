export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Where a chunk lies in its file: length, type, data, checksum (PNG section 5.3). */
export interface PngChunk {
  type: string;
  start: number;
  /** Where the next one starts: behind the end of the file when this one breaks off. */
  end: number;
}

/** Length, type and checksum. */
const AROUND_DATA = 12;

export function isPng(file: Buffer): boolean {
  return file.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
}

/**
 * Hops from chunk to chunk, up to the end of the picture or of the file, and reads nothing but their heads: pixels cost no time. Who
 * stops asking stops the walk.
 *
 * @param png starts with the signature; may break off anywhere, or lie about its lengths
 */
export function* pngChunks(png: Buffer): Generator<PngChunk, void> {
  for (let start = PNG_SIGNATURE.length; start + 8 <= png.length; ) {
    const end = start + AROUND_DATA + png.readUInt32BE(start);
    const type = png.toString('latin1', start + 4, start + 8);
    yield { type, start, end };
    if (type === 'IEND') return;
    start = end;
  }
}

/** What is in a chunk, not copied; as much of it as there is, when it breaks off. */
export function dataOf(png: Buffer, { start, end }: PngChunk): Buffer {
  return png.subarray(start + 8, end - 4);
}

/** The bytes as a Buffer, not copied. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
