export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Position of a chunk in its file: length, type, data, CRC (PNG section 5.3). */
export interface PngChunk {
  type: string;
  start: number;
  /** Offset of the next chunk; beyond the end of the file if this one is truncated. */
  end: number;
}

/** Length, type and CRC. */
const CHUNK_OVERHEAD_BYTES = 12;

export function isPng(file: Buffer): boolean {
  return file.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
}

/**
 * Iterates over chunks up to IEND or the end of the file. It reads only their headers, so pixels cost no time. Parsing is lazy.
 *
 * @param png starts with the signature; may be truncated anywhere, or have wrong lengths
 */
export function* pngChunks(png: Buffer): Generator<PngChunk, void> {
  for (let start = PNG_SIGNATURE.length; start + 8 <= png.length; ) {
    const end = start + CHUNK_OVERHEAD_BYTES + png.readUInt32BE(start);
    const type = png.toString('latin1', start + 4, start + 8);
    yield { type, start, end };
    if (type === 'IEND') return;
    start = end;
  }
}

/** The data of a chunk as a view; shorter if the chunk is truncated. */
export function dataOf(png: Buffer, { start, end }: PngChunk): Buffer {
  return png.subarray(start + 8, end - 4);
}

/** The bytes as a Buffer view. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
