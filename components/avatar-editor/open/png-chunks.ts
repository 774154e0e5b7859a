const SIGNATURE = 0x89504e47;
const FIRST_CHUNK_AT = 8;
/** Length, type and checksum. */
const CHUNK_OVERHEAD = 12;

/** Whether a file begins as a PNG. @throws RangeError if it has fewer than four bytes */
export const isPng = (bytes: DataView) => bytes.getUint32(0) === SIGNATURE;

/** The type of a chunk as {@link chunkTypes} yields it: the four letters of `name` as a number. */
export const chunkType = (name: string) => [...name].reduce((type, letter) => type * 256 + letter.charCodeAt(0), 0);

/** The types of the chunks of a PNG, in their order, until fewer than 12 bytes remain. */
export function* chunkTypes(bytes: DataView): Generator<number> {
  for (let at = FIRST_CHUNK_AT; at + CHUNK_OVERHEAD <= bytes.byteLength; at += CHUNK_OVERHEAD + bytes.getUint32(at)) {
    yield bytes.getUint32(at + 4);
  }
}
