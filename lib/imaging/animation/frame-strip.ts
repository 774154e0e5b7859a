import { fromPixels, type Pixels, sharp, toPixels } from '../sharp';

// The library takes the frames of an animation as one tall picture: where it scales that in height, the rows in which frames meet show
// some of both. So in height each frame is scaled by itself here.

/** Frames of one size in memory, one below the other. */
export type FrameStrip = Pixels;

/** A pipeline that starts from a strip. */
export function fromFrameStrip({ data, width, height, channels }: FrameStrip, frames: number) {
  // What is in memory already has been bounded before it got there.
  return sharp(data, { animated: true, limitInputPixels: false, raw: { width, height, channels, pageHeight: height / frames } });
}

/** Puts so many frames of one size below one another, as they come: no more than one is held beside the strip. */
export async function join(frames: AsyncIterable<Pixels>, count: number): Promise<FrameStrip> {
  let frameStrip: FrameStrip | undefined;
  let at = 0;
  for await (const frame of frames) {
    frameStrip ??= { ...frame, height: frame.height * count, data: Buffer.alloc(frame.data.byteLength * count) };
    at += frame.data.copy(frameStrip.data, at);
  }
  if (!frameStrip) throw new RangeError('An animation has at least one frame');
  return frameStrip;
}

/** Brings every frame of a strip to a square of so many pixels. */
export async function scaleFrames(frameStrip: FrameStrip, frames: number, side: number): Promise<FrameStrip> {
  if (frameStrip.width === side) return frameStrip;
  async function* scaled() {
    for (const frame of split(frameStrip, frames)) yield await toPixels(fromPixels(frame).resize(side, side, { fit: 'fill' }));
  }
  return join(scaled(), frames);
}

/**
 * Changes the frames of a strip, one after the other, into others of one size. Unless those are larger, they are put where the old ones
 * were: what was in the strip is lost.
 */
export async function changeFrames(
  frameStrip: FrameStrip,
  frames: number,
  change: (frame: Pixels) => Promise<Pixels>,
): Promise<FrameStrip> {
  let changed: FrameStrip | undefined;
  let at = 0;
  for (const frame of split(frameStrip, frames)) {
    const next = await change(frame);
    const size = next.data.byteLength * frames;
    changed ??= {
      ...next,
      height: next.height * frames,
      data: size > frameStrip.data.byteLength ? Buffer.alloc(size) : frameStrip.data.subarray(0, size),
    };
    // Never beyond the frame that has just been read.
    at += next.data.copy(changed.data, at);
  }
  return changed ?? frameStrip;
}

/** The frames of a strip. None is copied. */
function split({ data, width, height, channels }: FrameStrip, frames: number): Pixels[] {
  const size = data.byteLength / frames;
  return Array.from({ length: frames }, (_frame, at) => ({
    data: data.subarray(at * size, (at + 1) * size),
    width,
    height: height / frames,
    channels,
  }));
}
