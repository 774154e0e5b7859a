import { webcrypto } from 'node:crypto';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { readStoredSource } from '@/lib/imaging/decode/header';
import type { Source } from '@/lib/imaging/decode/source';
import { decodingCost } from '@/lib/scheduling/cost';
import { ORIGINALS_BYTES } from '@/lib/scheduling/limits';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { originalPath } from '../paths';
import type { Avatar, Storage } from '../ports';
import type { StorageAlerts } from './storage-alerts';

/** Reads stored originals, with a bound on the bytes in memory. */
export interface Originals {
  /**
   * Runs a task on the stored original of a version once its bytes fit into the memory bound. The bytes stay in memory while the task
   * waits in the decode queue, and a request of a few bytes can cause up to 25 MB to be read.
   *
   * @throws AvatarError busy, storage_failed, storage_damaged, corrupt_image
   */
  use<T>(avatar: Avatar, task: (source: Source) => Promise<T>): Promise<T>;
  /** The stored original, verified against its record. @throws AvatarError storage_failed, storage_damaged */
  read(avatar: Avatar): Promise<Uint8Array<ArrayBuffer>>;
}

export interface OriginalsParts {
  storage: Storage;
  alerts: StorageAlerts;
  bytes?: number;
}

export function createOriginals({ storage, alerts, bytes = ORIGINALS_BYTES }: OriginalsParts): Originals {
  const semaphore = createSemaphore({ tasks: Number.POSITIVE_INFINITY, bytes });

  /** Compares with the hash in the record, which also covers files that were stored without a checksum. */
  async function read({ id, originalKey, sourceBytes, sourceSha256 }: Avatar): Promise<Uint8Array<ArrayBuffer>> {
    const path = originalPath(originalKey);
    const original = await storage.get(path).catch((error) => Promise.reject(isDamage(error) ? damaged(path, error) : error));
    if (!original) throw new AvatarError('storage_failed', `The original of version ${id} is missing from the storage.`);
    const found = original.byteLength === sourceBytes ? await sha256InBackground(original) : `${original.byteLength} bytes`;
    if (found === sourceSha256) return original;
    throw damaged(path, new Error(`${path}: expected ${sourceBytes} bytes with the SHA-256 ${sourceSha256}, got ${found}`));
  }

  function damaged(path: string, cause: unknown): AvatarError {
    alerts.originalDamaged(path, cause);
    const message = 'The stored original of this picture is damaged. Upload the picture again.';
    return new AvatarError('storage_damaged', message, {}, { cause });
  }

  return {
    read,
    use(avatar, task) {
      const { seconds } = decodingCost({ ...avatar, bytesPerPixel: 0 }, avatar.crop.width);
      return semaphore.run({ bytes: avatar.sourceBytes, seconds }, async () => task(await readStoredSource(await read(avatar), avatar)));
    },
  };
}

function isDamage(error: unknown): boolean {
  return isAvatarError(error) && error.code === 'storage_damaged';
}

/** Hashes on another thread: 25 MB take 0.1 s on processors without SHA instructions. @returns hexadecimal */
async function sha256InBackground(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
