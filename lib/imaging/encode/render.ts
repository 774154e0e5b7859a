import { cropAnimation, isAnimation } from '../animation/animation';
import { hasDangerousFlashes } from '../animation/flash-detector';
import type { Deadline } from '../decode/pixels';
import type { Source } from '../decode/source';
import { inspectFile } from '../formats/inspect';
import { createFill } from '../geometry/background';
import { cropPixels } from '../geometry/extract';
import { decodeUncropped } from '../geometry/uncropped';
import { MAX_ANIMATION_BYTES, MAX_ANIMATION_FRAMES, MAX_ANIMATION_PIXELS, SMALL_ANIMATION_BYTES } from '../limits';
import { fromPixels } from '../sharp';
import { ANIMATION_SIDE, EAGER_ANIMATION, EAGER_SIZES, FULL_SIDE, LARGEST_SIZE, MAX_WHOLE_PIXELS } from '../sizes';
import type { AnimationDropped, Appearance, Framing, Pixels, RenditionName } from '../types';
import { createPlaceholder, encode, encodeAnimation, encodeRendition } from './encoders';

/** The part of an upload's header that determines its renditions. */
type RenderSource = Pick<Source, 'format' | 'width' | 'height' | 'frames'>;

/** The part of a saved picture that determines its renditions. */
type SavedPicture = RenderSource & Pick<Appearance, 'animation'> & Framing;

/** The renditions of a decoded picture, and its appearance for the record. */
export interface Rendering {
  appearance: Appearance;
  renditions: (Omit<RenditionName, 'key'> & { bytes: Buffer })[];
  /** The square from which the stills were scaled; its largest side is {@link LARGEST_SIZE}. */
  square: Pixels;
}

/**
 * Renders the eager sizes of one version: stills from one decode, the animation from another.
 * @param isNew whether this is an upload rather than a stored original: a JPEG with missing last rows is refused then
 */
export async function renderAll(
  bytes: Uint8Array,
  source: RenderSource,
  framing: Framing,
  deadline: Deadline,
  isNew = false,
): Promise<Rendering> {
  const square = await filledSquare(bytes, source, framing, LARGEST_SIZE, deadline, isNew);
  // Renditions are never enlarged, so a small square has the same bytes in several sizes: each side is encoded once.
  const bySide = new Map<number, Promise<Buffer>>();
  const stills = EAGER_SIZES.map(async (size) => {
    const side = Math.min(size, square.width);
    const encoded = bySide.get(side) ?? encodeRendition(square, size, 'webp');
    bySide.set(side, encoded);
    return { size, bytes: await encoded };
  });
  const [appearance, animation, ...rest] = await Promise.all([
    createPlaceholder(square),
    renderAnimation(bytes, source, framing, deadline),
    ...stills,
  ]);
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

/** Decodes the square from which all stills of a version are scaled, except `full`. */
export function cropSquare(bytes: Uint8Array, source: RenderSource, framing: Framing, deadline?: Deadline): Promise<Pixels> {
  return filledSquare(bytes, source, framing, LARGEST_SIZE, deadline);
}

async function filledSquare(
  bytes: Uint8Array,
  source: RenderSource,
  framing: Framing,
  side: number,
  deadline?: Deadline,
  isNew = false,
): Promise<Pixels> {
  const square = await cropPixels(bytes, source, framing.crop, side, deadline, isNew, framing.stillFrame);
  const fill = createFill(bytes, source, framing, deadline);
  return fill ? fill(square) : square;
}

/** Whether a rendition is animated or larger than the square, and so requires the original. */
export function needsOriginal(avatar: SavedPicture, name: RenditionName): boolean {
  return typeof name.size !== 'number' || isAnimatedRendition(avatar, name);
}

export const isAnimatedRendition = ({ animation }: Pick<Appearance, 'animation'>, { format, still }: RenditionName) =>
  animation === 'kept' && format === 'webp' && !still;

/** Side of a rendition in pixels; for an uncropped picture, that of a square with as many pixels. */
export function renditionSide({ crop, ...avatar }: SavedPicture, name: RenditionName): number {
  if (name.size === 'whole') return Math.ceil(Math.sqrt(Math.min(MAX_WHOLE_PIXELS, avatar.width * avatar.height)));
  const maxSide = isAnimatedRendition(avatar, name) ? ANIMATION_SIDE : FULL_SIDE;
  return Math.min(crop.width, name.size === 'full' ? maxSide : Math.min(name.size, maxSide));
}

/** Longer side of an uncropped rendition, at most {@link MAX_WHOLE_PIXELS} in all. */
function longerUncroppedSide({ width, height }: SavedPicture): number {
  return Math.floor(Math.max(width, height) * Math.min(1, Math.sqrt(MAX_WHOLE_PIXELS / (width * height))));
}

/** Renders one rendition of a version that {@link needsOriginal}. */
export async function renderFromOriginal(
  original: Uint8Array,
  avatar: SavedPicture,
  name: RenditionName,
  deadline: Deadline,
): Promise<Buffer> {
  if (isAnimatedRendition(avatar, name))
    return encodeAnimation(await filledAnimation(original, avatar, avatar, deadline, renditionSide(avatar, name)), name.size);
  if (name.size === 'whole') {
    return encode(
      fromPixels(await decodeUncropped(original, longerUncroppedSide(avatar), deadline, false, avatar.stillFrame)),
      name.format,
      avatar.background,
    ).toBuffer();
  }
  const square = await filledSquare(original, avatar, avatar, FULL_SIDE, deadline);
  return encodeRendition(square, name.size, name.format, avatar.background);
}

/** The largest animated rendition, or the reason for none; null for a still picture. Cheap checks come first. */
async function renderAnimation(
  bytes: Uint8Array,
  source: RenderSource,
  framing: Framing,
  deadline: Deadline,
): Promise<{ kept: Buffer } | { dropped: AnimationDropped } | null> {
  if (!isAnimation(source)) return null;
  if (framing.animationDropped === 'choice') return { dropped: 'choice' };
  if (source.frames > MAX_ANIMATION_FRAMES) return { dropped: 'frames' };
  if (source.width * source.height * source.frames > MAX_ANIMATION_PIXELS) return { dropped: 'pixels' };
  const animation = await filledAnimation(bytes, source, framing, deadline);
  if (await hasDangerousFlashes(animation)) return { dropped: 'flashing' };
  const kept = await encodeAnimation(animation, EAGER_ANIMATION);
  // The encoder merges equal frames. If all are equal, the picture is still and not reported as dropped.
  if (inspectFile(kept).frames === 1) return null;
  const limitBytes = Math.min(MAX_ANIMATION_BYTES, Math.max(bytes.byteLength, SMALL_ANIMATION_BYTES));
  return kept.byteLength > limitBytes ? { dropped: 'bytes' } : { kept };
}

function filledAnimation(bytes: Uint8Array, source: RenderSource, framing: Framing, deadline: Deadline, maxSide?: number) {
  return cropAnimation(bytes, source, framing.crop, deadline, maxSide, createFill(bytes, source, framing, deadline));
}
