import { MAX_GIF_SEARCHED_BYTES } from '../limits';
import { type GifBlock, GRAPHIC_CONTROL, gifBlocks, IMAGE, isGif } from './gif';

/** A picture of a GIF, with what the extension before it says of it (GIF89a, sections 20 and 23). */
interface Frame {
  block: GifBlock;
  /** Where that extension starts. */
  control: number;
  isCleared: boolean;
  hasTransparency: boolean;
}

/**
 * Where a frame of a GIF is cleared afterwards and has no transparent colour, browsers show what is behind, and the library shows the
 * colour that the file has for its background, often black. So this gives it one that none of its pixels has.
 *
 * Not covered: a frame that uses all of 256 colours, and those behind the first megabyte that has to be looked through.
 *
 * @returns the file with these frames changed; or the very file, when there is nothing to mend or it is no GIF
 */
export function withClearedFrames(gif: Uint8Array): Uint8Array {
  let mended: Uint8Array | undefined;
  let left = MAX_GIF_SEARCHED_BYTES;
  for (const { block, control } of isGif(gif) ? bareFrames(gif) : []) {
    const codes = codesOf(gif, block);
    const bits = gif[codes] ?? 0;
    if (bits >= 8) left -= block.end - block.start;
    // No colour has more than eight.
    const index = bits < 8 ? BEYOND_SHORT : bits > 8 || left < 0 ? undefined : unusedColour(gif, codes);
    if (index === undefined) continue;
    mended ??= new Uint8Array(gif);
    mended[control + 3] = (mended[control + 3] ?? 0) | TRANSPARENCY;
    mended[control + 6] = index;
  }
  return mended ?? gif;
}

const TRANSPARENCY = 1;
const CLEARED = 2;

/** Frames without a transparent colour of which, cleared, something is seen: the next one does not cover them. */
function* bareFrames(gif: Uint8Array): Generator<Frame, void> {
  let before: Frame | undefined;
  for (const frame of framesOf(gif)) {
    if (before?.isCleared && !before.hasTransparency && !covers(gif, frame, before)) yield before;
    before = frame;
  }
}

function* framesOf(gif: Uint8Array): Generator<Frame, void> {
  let control = NONE;
  for (const block of gifBlocks(gif)) {
    if (block.kind === IMAGE) {
      const flags = gif[control + 3] ?? 0;
      yield { block, control, isCleared: ((flags >> 2) & 7) === CLEARED, hasTransparency: (flags & TRANSPARENCY) !== 0 };
      control = NONE;
    } else if (block.label === GRAPHIC_CONTROL && gif[block.start + 2] === 4) control = block.start;
  }
}

/** Where an extension starts that is not there: nothing can be read of it. */
const NONE = Number.POSITIVE_INFINITY;

function covers(gif: Uint8Array, { block, hasTransparency }: Frame, below: Frame): boolean {
  const [upper, lower] = [placeOf(gif, block), placeOf(gif, below.block)];
  const isInside = upper.left <= lower.left && upper.top <= lower.top && upper.right >= lower.right && upper.bottom >= lower.bottom;
  return isInside && !hasTransparency;
}

function placeOf(gif: Uint8Array, { start }: GifBlock) {
  const uint16 = (at: number) => (gif[start + at] ?? 0) | ((gif[start + at + 1] ?? 0) << 8);
  const [left, top] = [uint16(1), uint16(3)];
  return { left, top, right: left + uint16(5), bottom: top + uint16(7) };
}

/** Where the pixels of a picture start, with how many bits of a code are a colour. */
function codesOf(gif: Uint8Array, { start }: GifBlock): number {
  const flags = gif[start + 9] ?? 0;
  return start + 10 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
}

/** What no pixel is that has fewer than eight bits. */
const BEYOND_SHORT = 255;

const LONGEST_CODE = 12;

/**
 * A colour of eight bits that no pixel has. Every string of pixels that LZW has a code for is put together from pixels that came as codes
 * of their own (GIF89a, appendix F), so only those are looked for, and nothing is decoded.
 *
 * @param start of the pixels
 */
function unusedColour(gif: Uint8Array, start: number): number | undefined {
  const [clear, stop] = [256, 257];
  const isUsed = new Uint8Array(256);
  let [width, codes, pending, count] = [9, stop, 0, 0];
  let at = start + 1;
  for (let length = gif[at] ?? 0; length > 0; length = gif[at] ?? 0) {
    for (const behind = at + 1 + length; ++at < behind; ) {
      pending |= (gif[at] ?? 0) << count;
      count += 8;
      if (count < width) continue;
      const code = pending & ((1 << width) - 1);
      pending >>>= width;
      count -= width;
      if (code === stop) return unused(isUsed);
      if (code === clear) [width, codes] = [9, stop];
      else {
        if (code < clear) isUsed[code] = 1;
        // Each but the first makes another code.
        if (codes < 1 << LONGEST_CODE) codes += 1;
        if (codes === 1 << width && width < LONGEST_CODE) width += 1;
      }
    }
  }
  return unused(isUsed);
}

function unused(isUsed: Uint8Array): number | undefined {
  const index = isUsed.indexOf(0);
  return index < 0 ? undefined : index;
}
