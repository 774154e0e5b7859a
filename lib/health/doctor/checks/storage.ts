import { randomBytes } from 'node:crypto';
import type { Storage } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import { type Check, ok, problem, type Verdict } from '../finding';
import { observation, remedy } from '../texts';

const PROBE_BYTES = 1024;

/** Whether the store of pictures takes, returns and deletes objects. @param prefix of the keys that credentials may be limited to */
export const storageCheck = (storage: Pick<Storage, 'put' | 'get' | 'delete'>, prefix: string): Check => ({
  id: 'storage',
  async run() {
    const key = `${prefix}doctor-${randomBytes(16).toString('hex')}`;
    const bytes = new Uint8Array(randomBytes(PROBE_BYTES));
    try {
      await storage.put(key, bytes, {});
    } catch (error) {
      if (isAvatarError(error) && error.code === 'storage_full') return problem(observation('storage_full'), remedy('free_store'));
      return problem(observation('storage_refuses'), remedy('check_store_access'));
    }
    const read = await readBack(storage, key, bytes);
    try {
      await storage.delete([key]);
    } catch {
      return problem(observation('storage_keeps'), remedy('check_store_access'));
    }
    if (read) return read;
    if (await storage.get(key).catch(() => null)) return problem(observation('storage_stale'), remedy('disable_store_cache'));
    return ok(observation('storage_works'));
  },
});

/** @returns undefined if the store returns the same bytes */
async function readBack(storage: Pick<Storage, 'get'>, key: string, bytes: Uint8Array): Promise<Verdict | undefined> {
  try {
    const stored = await storage.get(key);
    if (stored && Buffer.from(bytes).equals(stored)) return undefined;
    return problem(observation('storage_damages'), remedy('verify_store'));
  } catch {
    return problem(observation('storage_unreadable'), remedy('check_store_access'));
  }
}
