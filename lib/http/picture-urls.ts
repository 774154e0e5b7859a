import { createHash } from 'node:crypto';
import type { Avatar } from '@/lib/avatars/ports';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { animationSide, FULL_SIDE, LARGEST_SIZE, type Size } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';

/** The parts of a picture URL. `exact`: enlarged to the size if necessary, unlike renditions. */
export type PictureName = RenditionName & { exact?: boolean };

/** The size as part of a file name. */
export const sizeText = ({ size, exact }: Pick<PictureName, 'size' | 'exact'>) => (exact ? `${size}x${size}` : String(size));

/** The URL of a picture. Its content never changes: a changed picture gets a new key. */
export function mediaUrl(baseUrl: string, name: PictureName): string {
  return `${baseUrl}/media/${name.key}/${sizeText(name)}${name.still ? '.still' : ''}.${name.format}`;
}

/**
 * The URL of a square with exactly this side, for APIs that guarantee it. Smaller pictures are enlarged.
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

/** Formats of exact squares and whole pictures: those without animation. */
export type ExactFormat = Extract<OutputFormat, 'jpg' | 'png'>;

/**
 * Side of a rendition in pixels. Renditions are never enlarged.
 *
 * @param avatar null for the generated picture
 * @param moving whether the rendition keeps the animation of the picture
 */
export function renditionSide(avatar: Pick<Avatar, 'crop' | 'animation' | 'frames'> | null, size: Size, moving = false): number {
  const whole = avatar?.crop.width ?? LARGEST_SIZE;
  const available = moving && avatar?.animation === 'kept' ? animationSide(avatar.frames, whole) : whole;
  return Math.min(size === 'full' ? FULL_SIDE : size, available);
}

/**
 * The Gravatar URL of an e-mail address: an MD5 hash of the lower-case, untrimmed address, as the originals of our APIs compute it. The
 * hash does not hide the address.
 *
 * @param base without a trailing slash
 */
export function gravatarAddress(base: string, email: string): string {
  return `${base}/avatar/${createHash('md5').update(email.toLowerCase()).digest('hex')}`;
}
