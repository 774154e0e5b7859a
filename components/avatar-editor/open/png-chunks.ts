const SIGNATURE = 0x89504e47;
const FIRST_CHUNK_AT = 8;
/** Length, type and checksum. */
const CHUNK_OVERHEAD = 12;

/** Whether a file begins as a PNG. @throws RangeError if it has fewer than four bytes */
export const isPng = (bytes: DataView) => bytes.getUint32(0) === SIGNATURE;

/** The types of the chunks of a PNG, in their order, to the end of `bytes` or to a chunk of which a part is missing. */
export function* chunkTypes(bytes: DataView): Generator<string> {
  for (let at = FIRST_CHUNK_AT; at + CHUNK_OVERHEAD <= bytes.byteLength; at += CHUNK_OVERHEAD + bytes.getUint32(at)) {
    yield textAt(bytes, at + 4);
  }
}

/** Four bytes as ASCII. @throws RangeError past the end */
export function textAt(bytes: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => bytes.getUint8(at + offset)));
}
