import { randomBytes } from 'node:crypto';
import type { Storage } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import { type Check, ok, problem, type Verdict } from '../finding';

const PROBE_BYTES = 1024;

const ACCESS = 'Check the credentials and permissions of the store: it needs to read, write, list and delete.';

/** Whether the store of pictures takes, returns and deletes objects. @param prefix of the keys that credentials may be limited to */
export const storageCheck = (storage: Pick<Storage, 'put' | 'get' | 'delete'>, prefix: string): Check => ({
  id: 'storage',
  title: 'Storing pictures',
  async run() {
    const key = `${prefix}doctor-${randomBytes(16).toString('hex')}`;
    const bytes = new Uint8Array(randomBytes(PROBE_BYTES));
    try {
      await storage.put(key, bytes, {});
    } catch (error) {
      if (isAvatarError(error) && error.code === 'storage_full')
        return problem('The store takes no objects: it is full.', 'Free space, or move the pictures to a larger store (docs/storage.md).');
      return problem('The store takes no objects.', ACCESS);
    }
    const read = await readBack(storage, key, bytes);
    try {
      await storage.delete([key]);
    } catch {
      return problem('The store does not delete objects, so that removed pictures stay in it.', ACCESS);
    }
    if (read) return read;
    if (await storage.get(key).catch(() => null))
      return problem(
        'The store still returns an object that it has deleted.',
        'Switch off caching or retention between this server and the store.',
      );
    return ok('The store takes, returns and deletes objects.');
  },
});

/** @returns undefined if the store returns the same bytes */
async function readBack(storage: Pick<Storage, 'get'>, key: string, bytes: Uint8Array): Promise<Verdict | undefined> {
  try {
    const stored = await storage.get(key);
    if (stored && Buffer.from(bytes).equals(stored)) return undefined;
    return problem(
      'The store returns other bytes than it was given.',
      'Run npm run storage -- verify, and check the disk or the store for damage.',
    );
  } catch {
    return problem('The store takes objects and does not return them.', ACCESS);
  }
}
