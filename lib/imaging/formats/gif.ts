import { MAX_GIF_PIECES } from '../limits';

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
  /** Data sub-blocks read so far. Past MAX_GIF_PIECES parsing stops and `end` lies beyond the file. */
  pieces: number;
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
  /** Length of the table of colours that the flags announce. */
  const table = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let pieces = 0;
  for (let start = 13 + table(gif[10]), end = start; start < gif.length; start = end) {
    const [kind = 0, label = 0] = [gif[start], gif[start + 1]];
    if (kind === IMAGE) end = start + 11 + table(gif[start + 9]);
    else if (kind === EXTENSION) end = start + 2;
    if (end > start) {
      // Past pieces of at most 255 bytes, up to the empty one. A file can have millions, so no function is called for any.
      for (let length = gif[end] ?? 0; length > 0 && pieces <= MAX_GIF_PIECES; length = gif[end] ?? 0) {
        end += 1 + length;
        pieces += 1;
      }
      end = pieces > MAX_GIF_PIECES ? gif.length + 1 : end + 1;
    }
    yield { kind, label, start, end, pieces };
    if (start === end) return;
  }
}
