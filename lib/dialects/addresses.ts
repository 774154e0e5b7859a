import { FULL_SIDE, LARGEST_SIZE, type Size } from '@/lib/avatars/limits';
import type { Avatar, RenditionName } from '@/lib/avatars/ports';

/** The address of a rendition, the same for ever: a changed picture has another key. */
export function mediaUrl(baseUrl: string, { key, size, format }: RenditionName): string {
  return `${baseUrl}/media/${key}/${size}.${format}`;
}

/** Side of a rendition in pixels; nothing is enlarged. `avatar` is null for the generated picture. */
export function renditionSide(avatar: Pick<Avatar, 'crop'> | null, size: Size): number {
  const available = avatar?.crop.width ?? LARGEST_SIZE;
  return Math.min(size === 'full' ? FULL_SIDE : size, available);
}
