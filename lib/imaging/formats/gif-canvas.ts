import { type GifBlock, GRAPHIC_CONTROL_LABEL, gifBlocks, IMAGE_SEPARATOR, isGif } from './gif';

/** A transparent frame of one pixel (GIF89a, sections 23, 20 and 22). */
const TRANSPARENT_FRAME = Uint8Array.of(0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);

/**
 * Browsers show the page behind canvas areas that the first frame leaves uncovered. libvips shows them black: it adds an alpha channel only
 * if some frame has a transparent colour. This function inserts such a frame.
 *
 * @returns a copy with a transparent frame after the first; or the same array if no change is needed or it is not a GIF
 */
export function withTransparentCanvas(gif: Uint8Array): Uint8Array {
  const first = isGif(gif) ? findUncoveringImage(gif) : undefined;
  if (!first || first.end > gif.byteLength) return gif;
  const patched = new Uint8Array(gif.byteLength + TRANSPARENT_FRAME.byteLength);
  patched.set(gif.subarray(0, first.end));
  patched.set(TRANSPARENT_FRAME, first.end);
  patched.set(gif.subarray(first.end), first.end + TRANSPARENT_FRAME.byteLength);
  return patched;
}

/** The first image of a GIF, if it has no transparent colour and does not cover the canvas. */
function findUncoveringImage(gif: Uint8Array): GifBlock | undefined {
  const byte = (at: number) => gif[at] ?? 0;
  const uint16 = (at: number) => byte(at) | (byte(at + 1) << 8);
  for (const block of gifBlocks(gif)) {
    const { introducer, label, start } = block;
    if (introducer === IMAGE_SEPARATOR) {
      const [left, top, width, height] = [uint16(start + 1), uint16(start + 3), uint16(start + 5), uint16(start + 7)];
      return left === 0 && top === 0 && width >= uint16(6) && height >= uint16(8) ? undefined : block;
    }
    if (label === GRAPHIC_CONTROL_LABEL && byte(start + 3) & 1) return undefined;
  }
  return undefined;
}
