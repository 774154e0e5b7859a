import { fromPixels, type Pixels, sharp, toPixels } from '../sharp';

// libvips represents an animation as one tall picture. Scaling its height mixes adjacent frames at their edges, so height is scaled frame
// by frame here.

/** Frames of one size in memory, one below the other. */
export type FrameStrip = Pixels;

/** Creates a pipeline from a frame strip. */
export function fromFrameStrip({ data, width, height, channels }: FrameStrip, frames: number) {
  // These pixels passed the size limit when they were decoded.
  return sharp(data, { animated: true, limitInputPixels: false, raw: { width, height, channels, pageHeight: height / frames } });
}

/** Joins frames of one size to a strip as they arrive. Only one frame is held besides the strip. */
export async function joinFrames(frames: AsyncIterable<Pixels>, count: number): Promise<FrameStrip> {
  let frameStrip: FrameStrip | undefined;
  let at = 0;
  for await (const frame of frames) {
    frameStrip ??= { ...frame, height: frame.height * count, data: Buffer.alloc(frame.data.byteLength * count) };
    at += frame.data.copy(frameStrip.data, at);
  }
  if (!frameStrip) throw new RangeError('An animation has at least one frame');
  return frameStrip;
}

/** Scales every frame of a strip to a square of this side. */
export async function scaleFrames(frameStrip: FrameStrip, frames: number, side: number): Promise<FrameStrip> {
  if (frameStrip.width === side) return frameStrip;
  async function* scaled() {
    for (const frame of splitFrames(frameStrip, frames)) yield await toPixels(fromPixels(frame).resize(side, side, { fit: 'fill' }));
  }
  return joinFrames(scaled(), frames);
}

/**
 * Replaces the frames of a strip one by one; all new frames have one size. The strip's memory is reused and overwritten, unless the new
 * frames are larger.
 */
export async function changeFrames(
  frameStrip: FrameStrip,
  frames: number,
  change: (frame: Pixels) => Promise<Pixels>,
): Promise<FrameStrip> {
  let changed: FrameStrip | undefined;
  let at = 0;
  for (const frame of splitFrames(frameStrip, frames)) {
    const next = await change(frame);
    const size = next.data.byteLength * frames;
    changed ??= {
      ...next,
      height: next.height * frames,
      data: size > frameStrip.data.byteLength ? Buffer.alloc(size) : frameStrip.data.subarray(0, size),
    };
    // Never writes beyond the frame that was just read.
    at += next.data.copy(changed.data, at);
  }
  return changed ?? frameStrip;
}

/** The frames of a strip as views. */
function splitFrames({ data, width, height, channels }: FrameStrip, frames: number): Pixels[] {
  const size = data.byteLength / frames;
  return Array.from({ length: frames }, (_frame, at) => ({
    data: data.subarray(at * size, (at + 1) * size),
    width,
    height: height / frames,
    channels,
  }));
}
