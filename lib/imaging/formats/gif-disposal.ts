import { MAX_GIF_SEARCHED_BYTES } from '../limits';
import { type GifBlock, GRAPHIC_CONTROL_LABEL, gifBlocks, IMAGE_SEPARATOR, isGif } from './gif';

/** A GIF image with the fields of its Graphic Control Extension (GIF89a, sections 20 and 23). */
interface Frame {
  block: GifBlock;
  /** Offset of the Graphic Control Extension. */
  control: number;
  isCleared: boolean;
  hasTransparency: boolean;
}

/**
 * Browsers clear a frame with disposal method 2 to transparency. libvips clears a frame without a transparent colour to the background
 * colour, often black. This function gives such frames a transparent colour: an index that none of their pixels uses.
 *
 * Not covered: frames that use all 256 colours, and frames after the first megabyte of searched pixel data.
 *
 * @returns a copy with these frames changed; or the same array if no change is needed or it is not a GIF
 */
export function withTransparentDisposal(gif: Uint8Array): Uint8Array {
  let patched: Uint8Array | undefined;
  let left = MAX_GIF_SEARCHED_BYTES;
  for (const { block, control } of isGif(gif) ? opaqueClearedFrames(gif) : []) {
    const codes = lzwStart(gif, block);
    const bits = gif[codes] ?? 0;
    if (bits >= 8) left -= block.end - block.start;
    // A colour index has at most eight bits.
    const index = bits < 8 ? UNUSED_BY_SHORT_CODES : bits > 8 || left < 0 ? undefined : findUnusedColour(gif, codes);
    if (index === undefined) continue;
    patched ??= new Uint8Array(gif);
    patched[control + 3] = (patched[control + 3] ?? 0) | TRANSPARENCY_FLAG;
    patched[control + 6] = index;
  }
  return patched ?? gif;
}

const TRANSPARENCY_FLAG = 1;
const RESTORE_TO_BACKGROUND = 2;

/** Frames that are cleared, have no transparent colour, and are not covered by the next frame. */
function* opaqueClearedFrames(gif: Uint8Array): Generator<Frame, void> {
  let before: Frame | undefined;
  for (const frame of framesOf(gif)) {
    if (before?.isCleared && !before.hasTransparency && !covers(gif, frame, before)) yield before;
    before = frame;
  }
}

function* framesOf(gif: Uint8Array): Generator<Frame, void> {
  let control = NO_CONTROL;
  for (const block of gifBlocks(gif)) {
    if (block.introducer === IMAGE_SEPARATOR) {
      const flags = gif[control + 3] ?? 0;
      yield { block, control, isCleared: ((flags >> 2) & 7) === RESTORE_TO_BACKGROUND, hasTransparency: (flags & TRANSPARENCY_FLAG) !== 0 };
      control = NO_CONTROL;
    } else if (block.label === GRAPHIC_CONTROL_LABEL && gif[block.start + 2] === 4) control = block.start;
  }
}

/** Offset of a missing Graphic Control Extension: reads beyond the file return undefined. */
const NO_CONTROL = Number.POSITIVE_INFINITY;

function covers(gif: Uint8Array, { block, hasTransparency }: Frame, below: Frame): boolean {
  const [upper, lower] = [rectangleOf(gif, block), rectangleOf(gif, below.block)];
  const isInside = upper.left <= lower.left && upper.top <= lower.top && upper.right >= lower.right && upper.bottom >= lower.bottom;
  return isInside && !hasTransparency;
}

function rectangleOf(gif: Uint8Array, { start }: GifBlock) {
  const uint16 = (at: number) => (gif[start + at] ?? 0) | ((gif[start + at + 1] ?? 0) << 8);
  const [left, top] = [uint16(1), uint16(3)];
  return { left, top, right: left + uint16(5), bottom: top + uint16(7) };
}

/** Offset of the LZW minimum code size, which precedes the data sub-blocks. */
function lzwStart(gif: Uint8Array, { start }: GifBlock): number {
  const flags = gif[start + 9] ?? 0;
  return start + 10 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
}

/** An index that no pixel of fewer than eight bits can have. */
const UNUSED_BY_SHORT_CODES = 255;

const LONGEST_CODE = 12;

/**
 * Finds a colour index that no pixel uses. Every string in the LZW table consists of pixels that also occur as single-pixel codes (GIF89a,
 * appendix F). Therefore scanning for those codes is enough, and nothing is decoded.
 *
 * @param start offset of the LZW minimum code size
 */
function findUnusedColour(gif: Uint8Array, start: number): number | undefined {
  const [clear, stop] = [256, 257];
  const isUsed = new Uint8Array(256);
  let [width, codes, bitBuffer, bitCount] = [9, stop, 0, 0];
  let at = start + 1;
  for (let length = gif[at] ?? 0; length > 0; length = gif[at] ?? 0) {
    for (const blockEnd = at + 1 + length; ++at < blockEnd; ) {
      bitBuffer |= (gif[at] ?? 0) << bitCount;
      bitCount += 8;
      if (bitCount < width) continue;
      const code = bitBuffer & ((1 << width) - 1);
      bitBuffer >>>= width;
      bitCount -= width;
      if (code === stop) return firstUnused(isUsed);
      if (code === clear) [width, codes] = [9, stop];
      else {
        if (code < clear) isUsed[code] = 1;
        // Every code except the first adds a table entry.
        if (codes < 1 << LONGEST_CODE) codes += 1;
        if (codes === 1 << width && width < LONGEST_CODE) width += 1;
      }
    }
  }
  return firstUnused(isUsed);
}

function firstUnused(isUsed: Uint8Array): number | undefined {
  const index = isUsed.indexOf(0);
  return index < 0 ? undefined : index;
}
