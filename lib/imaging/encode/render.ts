import { cropAnimation, isAnimation } from '../animation/animation';
import { flashes } from '../animation/flash-detector';
import type { Deadline } from '../decode/pixels';
import type { Source } from '../decode/source';
import { inspectFile } from '../formats/inspect';
import { cropPixels } from '../geometry/extract';
import { wholePixels } from '../geometry/whole';
import { HARMLESS_ANIMATION_BYTES, MAX_ANIMATION_BYTES, MAX_ANIMATION_FRAMES, MAX_ANIMATION_PIXELS } from '../limits';
import { fromPixels } from '../sharp';
import { ANIMATION_SIDE, EAGER_ANIMATION, EAGER_SIZES, FULL_SIDE, LARGEST_SIZE, MAX_WHOLE_PIXELS } from '../sizes';
import type { AnimationDropped, Appearance, Crop, Pixels, RenditionName } from '../types';
import { encode, encodeAnimation, encodeRendition, placeholder } from './encoders';

/** The part of a picture's header that its renditions depend on. */
type Rendered = Pick<Source, 'format' | 'width' | 'height' | 'frames'>;

/** A saved picture, as far as its renditions depend on it. */
type SavedPicture = Rendered & Pick<Appearance, 'animation'> & { crop: Crop; background: string };

/** What comes out of a decoded picture: its renditions, and what its record says of them. */
export interface Rendering {
  appearance: Appearance;
  renditions: (Omit<RenditionName, 'key'> & { bytes: Buffer })[];
  /** What the stills were made from: its largest side is {@link LARGEST_SIZE}. */
  square: Pixels;
}

/**
 * Crop and eager renditions of one version: the still ones from one decode, the moving ones from another.
 * @param isNew whether it was not accepted yet: a JPEG whose last rows are missing is refused then
 */
export async function renderAll(bytes: Uint8Array, source: Rendered, crop: Crop, deadline: Deadline, isNew = false): Promise<Rendering> {
  const square = await cropPixels(bytes, source, crop, LARGEST_SIZE, deadline, isNew);
  const stills = EAGER_SIZES.map(async (size) => ({ size, bytes: await encodeRendition(square, size, 'webp') }));
  const [appearance, animation, ...rest] = await Promise.all([placeholder(square), animationOf(bytes, source, crop, deadline), ...stills]);
  if (!animation || 'dropped' in animation) {
    const dropped = animation?.dropped ?? null;
    return {
      square,
      appearance: { ...appearance, animation: dropped ? 'dropped' : 'none', animationDropped: dropped },
      renditions: rest.map((still) => ({ ...still, format: 'webp' })),
    };
  }
  return {
    square,
    appearance: { ...appearance, animation: 'kept', animationDropped: null },
    renditions: [
      ...rest.map((still) => ({ ...still, format: 'webp' as const, still: true })),
      { size: EAGER_ANIMATION, format: 'webp', bytes: animation.kept },
    ],
  };
}

/** What all stills of a version are made from, but `full`. */
export function cropSquare(bytes: Uint8Array, source: Rendered, crop: Crop, deadline?: Deadline): Promise<Pixels> {
  return cropPixels(bytes, source, crop, LARGEST_SIZE, deadline);
}

/** Whether a rendition moves, or is larger than the square: then it is made from the original itself. */
export function needsOriginal(avatar: SavedPicture, name: RenditionName): boolean {
  return typeof name.size !== 'number' || isMoving(avatar, name);
}

export const isMoving = ({ animation }: Pick<Appearance, 'animation'>, { format, still }: RenditionName) =>
  animation === 'kept' && format === 'webp' && !still;

/** Side of a rendition in pixels; of the whole picture, that of a square with as many pixels. */
export function renditionSide({ crop, ...avatar }: SavedPicture, name: RenditionName): number {
  if (name.size === 'whole') return Math.ceil(Math.sqrt(Math.min(MAX_WHOLE_PIXELS, avatar.width * avatar.height)));
  const most = isMoving(avatar, name) ? ANIMATION_SIDE : FULL_SIDE;
  return Math.min(crop.width, name.size === 'full' ? most : Math.min(name.size, most));
}

/** Of the whole picture in its original size, or the largest one with so many pixels. */
function longerWholeSide({ width, height }: SavedPicture): number {
  return Math.floor(Math.max(width, height) * Math.min(1, Math.sqrt(MAX_WHOLE_PIXELS / (width * height))));
}

/** One rendition of a version that {@link needsOriginal}. */
export async function renderOne(original: Uint8Array, avatar: SavedPicture, name: RenditionName, deadline: Deadline): Promise<Buffer> {
  if (isMoving(avatar, name))
    return encodeAnimation(await cropAnimation(original, avatar, avatar.crop, deadline, renditionSide(avatar, name)), name.size);
  if (name.size === 'whole') {
    return encode(fromPixels(await wholePixels(original, longerWholeSide(avatar), deadline)), name.format, avatar.background).toBuffer();
  }
  const square = await cropPixels(original, avatar, avatar.crop, FULL_SIDE, deadline);
  return encodeRendition(square, name.size, name.format, avatar.background);
}

/** The largest moving rendition, or why there is none; null when nothing moves. What costs least is looked at first. */
async function animationOf(
  bytes: Uint8Array,
  source: Rendered,
  crop: Crop,
  deadline: Deadline,
): Promise<{ kept: Buffer } | { dropped: AnimationDropped } | null> {
  if (!isAnimation(source)) return null;
  if (source.frames > MAX_ANIMATION_FRAMES) return { dropped: 'frames' };
  if (source.width * source.height * source.frames > MAX_ANIMATION_PIXELS) return { dropped: 'pixels' };
  const animation = await cropAnimation(bytes, source, crop, deadline);
  if (await flashes(animation)) return { dropped: 'flashing' };
  const kept = await encodeAnimation(animation, EAGER_ANIMATION);
  // The encoder joins frames that are equal: where all are, nothing moves, and nobody is told that it does.
  if (inspectFile(kept).frames === 1) return null;
  const limitBytes = Math.min(MAX_ANIMATION_BYTES, Math.max(bytes.byteLength, HARMLESS_ANIMATION_BYTES));
  return kept.byteLength > limitBytes ? { dropped: 'bytes' } : { kept };
}
