import { type GifBlock, GRAPHIC_CONTROL, gifBlocks, IMAGE, isGif } from './gif';

/** A frame of one pixel that shows what is below it: GIF89a sections 23, 20 and 22. */
const CLEAR_FRAME = Uint8Array.of(0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);

/**
 * Where the first frame of a GIF leaves some of the canvas bare and has no transparent colour, browsers show what is behind, and the
 * library shows black: it gives a picture transparency only when one of its frames asks for it. So this adds one that does.
 *
 * @returns the file with another frame after its first, which shows what that has left; or the very file, when there is nothing to mend
 * or it is no GIF
 */
export function withClearCanvas(gif: Uint8Array): Uint8Array {
  const first = isGif(gif) ? bareFirst(gif) : undefined;
  if (!first || first.end > gif.byteLength) return gif;
  const mended = new Uint8Array(gif.byteLength + CLEAR_FRAME.byteLength);
  mended.set(gif.subarray(0, first.end));
  mended.set(CLEAR_FRAME, first.end);
  mended.set(gif.subarray(first.end), first.end + CLEAR_FRAME.byteLength);
  return mended;
}

/** The first picture of a GIF, if it has no transparent colour and does not cover the canvas. */
function bareFirst(gif: Uint8Array): GifBlock | undefined {
  const byte = (at: number) => gif[at] ?? 0;
  const uint16 = (at: number) => byte(at) | (byte(at + 1) << 8);
  for (const block of gifBlocks(gif)) {
    const { kind, label, start } = block;
    if (kind === IMAGE) {
      const [left, top, width, height] = [uint16(start + 1), uint16(start + 3), uint16(start + 5), uint16(start + 7)];
      return left === 0 && top === 0 && width >= uint16(6) && height >= uint16(8) ? undefined : block;
    }
    if (label === GRAPHIC_CONTROL && byte(start + 3) & 1) return undefined;
  }
  return undefined;
}
