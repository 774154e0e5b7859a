import { cropPixels } from './cut';
import type { Source } from './decode';
import { type Deadline, deadlineIn } from './decoding';
import { cropFilm, isAnimation } from './film';
import { flashes } from './flash';
import {
  EAGER_ANIMATION,
  EAGER_SIZES,
  HARMLESS_ANIMATION_BYTES,
  LARGEST_SIZE,
  MAX_ANIMATION_BYTES,
  MAX_ANIMATION_FRAMES,
  MAX_ANIMATION_PIXELS,
} from './limits';
import type { AnimationDropped, Avatar, Crop, NewAvatar, RenditionName } from './ports';
import { encodeAnimation, encodeRendition, parentSide, placeholder } from './renditions';

/** The part of a picture's record that its renditions depend on. */
type Rendered = Pick<Source, 'format' | 'width' | 'height' | 'frames'>;

/** What comes out of a decoded picture: its renditions, and what its record says of them. */
export interface Rendering {
  look: Pick<NewAvatar, 'thumbhash' | 'color' | 'animation' | 'animationDropped'>;
  renditions: (Omit<RenditionName, 'key'> & { bytes: Buffer })[];
}

/** Crop and eager renditions of one version: the still ones from one decode, the moving ones from another. */
export async function renderAll(bytes: Uint8Array, source: Rendered, crop: Crop): Promise<Rendering> {
  const deadline = deadlineIn();
  const parent = await cropPixels(bytes, source, crop, LARGEST_SIZE, deadline);
  const stills = EAGER_SIZES.map(async (size) => ({ size, bytes: await encodeRendition(parent, size, 'webp') }));
  const [look, animation, ...rest] = await Promise.all([placeholder(parent), animationOf(bytes, source, crop, deadline), ...stills]);
  if (!animation || 'dropped' in animation) {
    const dropped = animation?.dropped ?? null;
    return {
      look: { ...look, animation: dropped ? 'dropped' : 'none', animationDropped: dropped },
      renditions: rest.map((still) => ({ ...still, format: 'webp' })),
    };
  }
  return {
    look: { ...look, animation: 'kept', animationDropped: null },
    renditions: [
      ...rest.map((still) => ({ ...still, format: 'webp' as const, still: true })),
      { size: EAGER_ANIMATION, format: 'webp', bytes: animation.kept },
    ],
  };
}

/** One rendition of a version, made from its original. */
export async function renderOne(original: Uint8Array, avatar: Avatar, name: RenditionName): Promise<Buffer> {
  if (avatar.animation === 'kept' && name.format === 'webp' && !name.still) {
    return encodeAnimation(await cropFilm(original, avatar, avatar.crop), name.size);
  }
  const parent = await cropPixels(original, avatar, avatar.crop, parentSide(name.size));
  return encodeRendition(parent, name.size, name.format, avatar.background);
}

/** The largest moving rendition, or why there is none; null when the picture never moved. What costs least is looked at first. */
async function animationOf(
  bytes: Uint8Array,
  source: Rendered,
  crop: Crop,
  deadline: Deadline,
): Promise<{ kept: Buffer } | { dropped: AnimationDropped } | null> {
  if (!isAnimation(source)) return null;
  if (source.frames > MAX_ANIMATION_FRAMES) return { dropped: 'frames' };
  if (source.width * source.height * source.frames > MAX_ANIMATION_PIXELS) return { dropped: 'pixels' };
  const film = await cropFilm(bytes, source, crop, deadline);
  if (await flashes(film)) return { dropped: 'flashing' };
  const kept = await encodeAnimation(film, EAGER_ANIMATION);
  const limitBytes = Math.min(MAX_ANIMATION_BYTES, Math.max(bytes.byteLength, HARMLESS_ANIMATION_BYTES));
  return kept.byteLength > limitBytes ? { dropped: 'bytes' } : { kept };
}
