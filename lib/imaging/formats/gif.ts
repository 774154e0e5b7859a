import { MAX_GIF_SUB_BLOCKS } from '../limits';

/** Introducers of GIF blocks, and the label of the Graphic Control Extension (GIF89a, appendix A). */
export const EXTENSION_INTRODUCER = 0x21;
export const IMAGE_SEPARATOR = 0x2c;
export const TRAILER = 0x3b;
export const GRAPHIC_CONTROL_LABEL = 0xf9;

/** Position of a block in its file. */
export interface GifBlock {
  /** The first byte. */
  introducer: number;
  /** The second byte, which distinguishes extensions. */
  label: number;
  start: number;
  /**
   * Offset of the next block; beyond the end of the file if this one is truncated. Equals `start` if the block is neither image nor
   * extension.
   */
  end: number;
  /** Data sub-blocks read so far. Past MAX_GIF_SUB_BLOCKS parsing stops and `end` lies beyond the file. */
  subBlocks: number;
}

export function isGif(file: Uint8Array): boolean {
  return file[0] === 0x47 && file[1] === 0x49 && file[2] === 0x46;
}

/**
 * Iterates over images and extensions (GIF89a, sections 18 to 27). The first other block is yielded last: normally the trailer. Parsing is
 * lazy.
 *
 * @param gif may be truncated anywhere
 */
export function* gifBlocks(gif: Uint8Array): Generator<GifBlock, void> {
  /** Bytes of the colour table that the packed fields announce. */
  const colourTableBytes = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let subBlocks = 0;
  for (let start = 13 + colourTableBytes(gif[10]), end = start; start < gif.length; start = end) {
    const [introducer = 0, label = 0] = [gif[start], gif[start + 1]];
    if (introducer === IMAGE_SEPARATOR) end = start + 11 + colourTableBytes(gif[start + 9]);
    else if (introducer === EXTENSION_INTRODUCER) end = start + 2;
    if (end > start) {
      // Skips data sub-blocks of at most 255 bytes, up to the block terminator. A file can have millions, so the loop calls no function.
      for (let length = gif[end] ?? 0; length > 0 && subBlocks <= MAX_GIF_SUB_BLOCKS; length = gif[end] ?? 0) {
        end += 1 + length;
        subBlocks += 1;
      }
      end = subBlocks > MAX_GIF_SUB_BLOCKS ? gif.length + 1 : end + 1;
    }
    yield { introducer, label, start, end, subBlocks };
    if (start === end) return;
  }
}
