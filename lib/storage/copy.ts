import type { ObjectHeaders, Storage } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';

export interface CopyOptions {
  /** Headers of an object by its key. */
  headersOf: (key: string) => ObjectHeaders;
  /** Key prefix of objects that are left out: clients put them into the store for an hour at most, without a checksum. */
  skipped?: string;
  /** Called after each object. */
  onProgress?: (counts: Readonly<CopyCounts>) => void;
  /** Stops the copy between two objects. */
  signal?: AbortSignal;
}

export interface CopyCounts {
  copied: number;
  copiedBytes: number;
  /** Objects that the target has already. */
  same: number;
  /** Keys of objects that are damaged in the source, and were left out. */
  damaged: string[];
}

/** Objects that are copied at the same time: remote stores answer in milliseconds, and each object may have 25 MB in memory. */
const CONCURRENCY = 8;

/**
 * Copies every object that the target lacks or has with other bytes, and reads it back. Deletes nothing. A copy that was interrupted is
 * continued by another: both stores are compared by their bytes, and a put is whole or nothing.
 * @throws AvatarError storage_failed, storage_full; Error if the target returns other bytes than it was given
 */
export async function copyObjects(from: Storage, to: Storage, options: CopyOptions): Promise<CopyCounts> {
  const { headersOf, skipped, onProgress, signal } = options;
  const counts: CopyCounts = { copied: 0, copiedBytes: 0, same: 0, damaged: [] };
  const objects = from.list('')[Symbol.asyncIterator]();
  let isFailed = false;

  async function copy(key: string): Promise<void> {
    const bytes = await readOrDamaged(from, key);
    // null: deleted since it was listed, or a file that is no object.
    if (bytes === null) return;
    if (bytes === 'damaged') {
      counts.damaged.push(key);
      return;
    }
    if (isSame(await readOrDamaged(to, key), bytes)) {
      counts.same += 1;
      return;
    }
    await to.put(key, bytes, headersOf(key));
    if (!isSame(await readOrDamaged(to, key), bytes)) throw new Error(`${key}: the target returns other bytes than it was given`);
    counts.copied += 1;
    counts.copiedBytes += bytes.byteLength;
  }

  async function work(): Promise<void> {
    for (let next = await objects.next(); !next.done; next = await objects.next()) {
      if (isFailed || signal?.aborted) return;
      if (skipped !== undefined && next.value.key.startsWith(skipped)) continue;
      await copy(next.value.key);
      onProgress?.(counts);
    }
  }

  const workers = Array.from({ length: CONCURRENCY }, () =>
    work().catch((error) => {
      isFailed = true;
      throw error;
    }),
  );
  // All end before a failure is reported: none writes after it.
  await Promise.allSettled(workers);
  // A failure or an interruption leaves the listing in the middle of folders, which it keeps open.
  const closed = objects.return?.();
  await Promise.allSettled([closed]);
  await Promise.all([...workers, closed]);
  return counts;
}

async function readOrDamaged(storage: Storage, key: string): Promise<Uint8Array | null | 'damaged'> {
  try {
    return await storage.get(key);
  } catch (error) {
    if (isAvatarError(error) && error.code === 'storage_damaged') return 'damaged';
    throw error;
  }
}

function isSame(found: Uint8Array | null | 'damaged', bytes: Uint8Array): boolean {
  return found !== null && found !== 'damaged' && Buffer.compare(found, bytes) === 0;
}
