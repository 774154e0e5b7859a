import { type Source, storedSource } from './decode';
import { AvatarError } from './errors';
import { createGate } from './gate';
import { ORIGINALS_BYTES } from './limits';
import { loadOf } from './load';
import type { Avatar, Storage } from './ports';
import { originalPath } from './store';

/** What was uploaded, for as long as somebody works on it. */
export interface Originals {
  /**
   * Runs a task on the kept original of a version when there is room for its bytes: they are held while it waits to be decoded as well,
   * and a request of a few bytes is enough to have them read.
   *
   * @throws AvatarError busy, storage_failed, corrupt_image
   */
  use<T>(avatar: Avatar, task: (source: Source) => Promise<T>): Promise<T>;
}

export function createOriginals(storage: Storage, bytes = ORIGINALS_BYTES): Originals {
  const gate = createGate({ tasks: Number.POSITIVE_INFINITY, bytes });
  return {
    use(avatar, task) {
      const { seconds } = loadOf({ ...avatar, heldPerPixel: 0 }, avatar.crop.width);
      return gate.run({ bytes: avatar.sourceBytes, seconds }, async () => {
        const original = await storage.get(originalPath(avatar.originalKey));
        if (!original) throw new AvatarError('storage_failed', `The original of version ${avatar.id} is missing from the storage.`);
        return task(await storedSource(original, avatar));
      });
    },
  };
}
