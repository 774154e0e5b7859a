import { animationSide, FULL_SIDE, LARGEST_SIZE, type Size } from '@/lib/avatars/limits';
import type { Avatar, RenditionName } from '@/lib/avatars/ports';

/** The address of a rendition, the same for ever: a changed picture has another key. */
export function mediaUrl(baseUrl: string, { key, size, format, still }: RenditionName): string {
  return `${baseUrl}/media/${key}/${size}${still ? '.still' : ''}.${format}`;
}

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
