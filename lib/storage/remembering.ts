import { LRUCache } from 'lru-cache';
import type { Storage } from '@/lib/avatars/ports';

export interface RememberingOptions {
  /** Only keys that start so are remembered. */
  prefix: string;
  /** Most bytes of all objects together. */
  capacityBytes: number;
  /** Larger objects are not remembered, so that a few of them cannot push all others out. */
  objectBytes: number;
  /** How long, in milliseconds, until the storage is asked again: this long a deletion by another process may go unnoticed. */
  forMs: number;
  now?: () => number;
}

/**
 * A storage that remembers what was read last, least recently used out first. Reading a small file takes four trips to a thread pool,
 * which on a busy machine each wait their turn. What it returns is shared between callers, who must not write to it.
 */
export function rememberingStorage(storage: Storage, options: RememberingOptions): Storage {
  const { prefix, capacityBytes, objectBytes, forMs, now } = options;
  const memories = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: capacityBytes,
    maxEntrySize: objectBytes,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
    ttl: forMs,
    ...(now && { perf: { now }, ttlResolution: 0 }),
  });
  /** Forgets before the change, and after it what was read while it was being made. */
  async function forgetting(key: string, change: () => Promise<void>): Promise<void> {
    memories.delete(key);
    try {
      await change();
    } finally {
      memories.delete(key);
    }
  }
  return {
    async get(key) {
      const remembered = memories.get(key);
      if (remembered) return remembered;
      const bytes = await storage.get(key);
      if (bytes && key.startsWith(prefix)) memories.set(key, bytes);
      return bytes;
    },
    put: (key, bytes) => forgetting(key, () => storage.put(key, bytes)),
    delete: (key) => forgetting(key, () => storage.delete(key)),
    list: (start) => storage.list(start),
  };
}
