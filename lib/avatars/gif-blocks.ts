/** The kinds of blocks that a GIF is made of, and of extensions the one that tells how the next picture is shown (GIF89a, appendix A). */
export const EXTENSION = 0x21;
export const IMAGE = 0x2c;
export const TRAILER = 0x3b;
export const GRAPHIC_CONTROL = 0xf9;

/** Where a block lies in its file. */
export interface GifBlock {
  /** Its first byte. */
  kind: number;
  /** The second byte, which tells extensions apart. */
  label: number;
  start: number;
  /** Where the next one starts: behind the end of the file when this one breaks off. Of what is neither picture nor extension its start. */
  end: number;
}

export function isGif(file: Uint8Array): boolean {
  return file[0] === 0x47 && file[1] === 0x49 && file[2] === 0x46;
}

/**
 * Hops from block to block over pictures and extensions (GIF89a, sections 18 to 27). What comes behind them is handed out and ends the
 * walk: the mark at the end, as it should be, or anything else. Who stops asking stops it sooner.
 *
 * @param gif may break off anywhere
 */
export function* gifBlocks(gif: Uint8Array): Generator<GifBlock, void> {
  const byte = (at: number) => gif[at] ?? 0;
  /** Length of the table of colours that the flags announce. */
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  /** Past pieces of at most 255 bytes, up to the empty one. */
  const behindPieces = (from: number) => {
    let at = from;
    while (byte(at) > 0) at += 1 + byte(at);
    return at + 1;
  };
  for (let start = 13 + table(byte(10)), end = start; start < gif.length; start = end) {
    const [kind, label] = [byte(start), byte(start + 1)];
    if (kind === IMAGE) end = behindPieces(start + 11 + table(byte(start + 9)));
    else if (kind === EXTENSION) end = behindPieces(start + 2);
    yield { kind, label, start, end };
    if (start === end) return;
  }
}
