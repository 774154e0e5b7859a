import type { Avatar } from '@/lib/avatars/ports';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { animationSide, FULL_SIDE, LARGEST_SIZE, type Size } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';

/** A picture as an address names it. `exact`: enlarged where the picture has fewer pixels, which renditions are not. */
export type PictureName = RenditionName & { exact?: boolean };

/** How the name of a file spells the size. */
export const sizeText = ({ size, exact }: Pick<PictureName, 'size' | 'exact'>) => (exact ? `${size}x${size}` : String(size));

/** The address of a picture, the same for ever: a changed picture has another key. */
export function mediaUrl(baseUrl: string, name: PictureName): string {
  return `${baseUrl}/media/${name.key}/${sizeText(name)}${name.still ? '.still' : ''}.${name.format}`;
}

/**
 * The address of a square with exactly so many pixels, for APIs that promise them: a picture that has fewer is enlarged.
 *
 * @param avatar null for the generated picture
 */
export function exactUrl(
  baseUrl: string,
  avatar: Pick<Avatar, 'crop' | 'animation' | 'frames'> | null,
  { key, side, format }: { key: string; side: Exclude<Size, 'full'>; format: ExactFormat },
): string {
  return mediaUrl(baseUrl, { key, size: side, format, exact: renditionSide(avatar, side) < side });
}

/** Formats in which exact squares and whole pictures exist: those that never move. */
export type ExactFormat = Extract<OutputFormat, 'jpg' | 'png'>;

/**
 * Side of a rendition in pixels; nothing is enlarged.
 *
 * @param avatar null for the generated picture
 * @param moving whether the rendition is one that moves where the picture does
 */
export function renditionSide(avatar: Pick<Avatar, 'crop' | 'animation' | 'frames'> | null, size: Size, moving = false): number {
  const whole = avatar?.crop.width ?? LARGEST_SIZE;
  const available = moving && avatar?.animation === 'kept' ? animationSide(avatar.frames, whole) : whole;
  return Math.min(size === 'full' ? FULL_SIDE : size, available);
}
