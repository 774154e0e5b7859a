import type { RenditionName } from '@/lib/imaging/types';
import type { Storage } from './ports';

export const ORIGINALS = 'originals/';
export const RENDITIONS = 'renditions/';

export const originalPath = (originalKey: string) => `${ORIGINALS}${originalKey}`;

export const renditionPath = ({ key, size, format, still }: RenditionName) =>
  `${RENDITIONS}${key}/${size}${still ? '.still' : ''}.${format}`;

/** The key of the version or original that a stored object belongs to. */
export function keyOfPath(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Deletes all renditions of a version. They are a cache: a later request makes them again, or is redirected. */
export async function deleteRenditions(storage: Storage, key: string): Promise<void> {
  for await (const object of storage.list(`${RENDITIONS}${key}/`)) await storage.delete(object.key);
}
