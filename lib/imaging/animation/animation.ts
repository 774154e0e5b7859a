import type { Metadata } from 'sharp';
import { composeFrames } from '../decode/apng-frames';
import { openUpload, toSrgb } from '../decode/open';
import { type Deadline, deadlineIn, decodePixels, readHeader } from '../decode/pixels';
import type { Source } from '../decode/source';
import { type Apng, readApng } from '../formats/apng';
import { withTransparentCanvas } from '../formats/gif-canvas';
import { withTransparentDisposal } from '../formats/gif-disposal';
import type { Fill } from '../geometry/background';
import { clearTransparent } from '../geometry/clear-transparent';
import { type Extraction, extractScaled, planExtraction } from '../geometry/extract';
import { isUpright } from '../geometry/orientation';
import { fromPixels, type Pixels, toPixels } from '../sharp';
import { ANIMATION_SIDE, animationSide } from '../sizes';
import type { Crop } from '../types';
import { changeFrames, type FrameStrip, joinFrames } from './frame-strip';

/** A decoded animation. */
export interface Animation {
  /** All frames; each is square. */
  frameStrip: FrameStrip;
  /** Side of a frame in pixels. */
  side: number;
  /** Delay of each frame in milliseconds. */
  delays: number[];
  /** Number of plays; 0 loops for ever. */
  loop: number;
}

/** Whether the file is an animation, rather than a file with several pictures. */
export function isAnimation({ format, frames }: Pick<Source, 'format' | 'frames'>): boolean {
  return frames > 1 && (format === 'gif' || format === 'webp' || format === 'png');
}

/** Caps a delay (in milliseconds) or loop count at the 16 bits of WebP. */
const capForWebp = (value: number) => Math.min(value, 65_535);

/**
 * Extracts the square of the crop from every frame: decodes once, then scales, orients and straightens each frame.
 *
 * @param bytes of a file that {@link isAnimation}
 * @param maxSide largest side of the square in pixels; a small rendition scales each frame only once
 * @param fill of transparent pixels, in each frame
 * @throws AvatarError corrupt_image, too_complex
 */
export async function cropAnimation(
  bytes: Uint8Array,
  source: Pick<Source, 'width' | 'height' | 'frames'>,
  crop: Crop,
  deadline: Deadline = deadlineIn(),
  maxSide = ANIMATION_SIDE,
  fill: Fill | null = null,
): Promise<Animation> {
  const side = animationSide(source.frames, Math.min(crop.width, maxSide));
  const header = await readHeader(bytes, ANIMATED);
  const extraction = planExtraction(source, header.orientation, crop, side);
  const finish = async (frame: Pixels) => {
    const finished = await finishFrame(frame, header, extraction, deadline);
    return fill ? fill(finished) : finished;
  };
  const apng = readApng(bytes);
  const frameStrip = apng
    ? await joinFrames(composeScaledFrames(apng, header, extraction, deadline, finish), apng.frames.length)
    : await changeFrames(await decodeFrames(bytes, header, extraction, deadline), source.frames, finish);
  const delays = apng?.frames.map(({ delay }) => delay) ?? header.delay ?? [];
  return { frameStrip, side, delays: delays.map(capForWebp), loop: capForWebp(apng?.loops ?? header.loop ?? 0) };
}

const ANIMATED = { animated: true };

/** Composes and scales one frame at a time: all frames at full size would take a multiple of the memory. */
async function* composeScaledFrames(
  apng: Apng,
  header: Metadata,
  extraction: Extraction,
  deadline: Deadline,
  finish: (frame: Pixels) => Promise<Pixels>,
): AsyncGenerator<Pixels, void> {
  const decode = (png: Buffer) => decodePixels(openUpload(png, header).ensureAlpha(), deadline);
  for await (const frame of composeFrames(apng, decode)) {
    yield await finish(await toPixels(extractScaled(fromPixels(frame), extraction)));
  }
}

/**
 * Decodes all frames at once, since libvips reads the file sequentially. Scales only their width, which does not mix frames; their height
 * stays.
 */
async function decodeFrames(
  bytes: Uint8Array,
  header: Metadata,
  { box, scaled, straighten }: Extraction,
  deadline: Deadline,
): Promise<FrameStrip> {
  const cleared = withTransparentDisposal(bytes);
  const patched = withTransparentCanvas(cleared);
  const pipeline = extractScaled(openUpload(patched, header, ANIMATED), { box, scaled: { ...scaled, height: box.height }, straighten });
  const frameStrip = await decodePixels(pipeline, deadline);
  if (patched === cleared) return frameStrip;
  // The inserted second frame shows the complete first canvas, so the frame before it is dropped and its slot reused.
  const size = frameStrip.data.byteLength / (frameStrip.height / box.height);
  frameStrip.data.copyWithin(size, 0, size);
  return { ...frameStrip, height: frameStrip.height - box.height, data: frameStrip.data.subarray(size) };
}

/** Finishes a frame whose width is already scaled: height, orientation, rotation, colours. */
async function finishFrame(
  frame: Pixels,
  header: Metadata,
  { scaled: { width, height }, orientation, straighten }: Extraction,
  deadline: Deadline,
): Promise<Pixels> {
  const isDone = frame.height === height && isUpright(orientation);
  const rotated = () => fromPixels(frame).resize(width, height, { fit: 'fill' }).flop(orientation.mirrored).rotate(orientation.degrees);
  const upright = isDone ? frame : await toPixels(rotated());
  return clearTransparent(await toSrgb(straighten ? await straighten(upright) : upright, header, deadline));
}
