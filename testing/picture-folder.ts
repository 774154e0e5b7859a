import { AvatarError } from '@/lib/errors';
import type { PictureFolder } from '@/lib/import/folder';

/** A folder of pictures in memory, which records what is read. */
export function pictureFolder(pictures: Record<string, Uint8Array>): PictureFolder & { reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    async *files() {
      yield* Object.keys(pictures);
    },
    async read(path) {
      reads.push(path);
      const bytes = pictures[path];
      if (!bytes) throw new AvatarError('not_found', 'There is no such file in the folder.');
      return bytes;
    },
  };
}
