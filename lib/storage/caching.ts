import { LRUCache } from 'lru-cache';
import type { Storage } from '@/lib/avatars/ports';

export interface CachingOptions {
  /** Only keys with this prefix are cached. */
  prefix: string;
  /** Capacity of the cache, in bytes. */
  capacityBytes: number;
  /** Largest cached object, in bytes, so that a few large ones cannot evict all others. */
  objectBytes: number;
  /** TTL in milliseconds: a deletion by another process can go unnoticed for this long. */
  ttlMs: number;
  now?: () => number;
}

/**
 * A storage decorator with an LRU cache. Reading a small file takes four trips to the thread pool, each of which queues on a busy machine.
 * Callers share the returned bytes and must not write to them.
 */
export function cachingStorage(storage: Storage, options: CachingOptions): Storage {
  const { prefix, capacityBytes, objectBytes, ttlMs, now } = options;
  const cache = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: capacityBytes,
    maxEntrySize: objectBytes,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
    ttl: ttlMs,
    ...(now && { perf: { now }, ttlResolution: 0 }),
  });
  /** Single-flight: reads in progress, shared by concurrent callers. */
  const reading = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();

  function invalidate(keys: readonly string[]): void {
    for (const key of keys) {
      cache.delete(key);
      // A read in progress may return the old object. Later callers must not share it.
      reading.delete(key);
    }
  }

  async function withInvalidation(keys: readonly string[], change: () => Promise<void>): Promise<void> {
    invalidate(keys);
    try {
      await change();
    } finally {
      invalidate(keys);
    }
  }

  async function read(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const current = storage.get(key);
    reading.set(key, current);
    try {
      const bytes = await current;
      if (bytes && reading.get(key) === current) cache.set(key, bytes);
      return bytes;
    } finally {
      if (reading.get(key) === current) reading.delete(key);
    }
  }

  return {
    ...storage,
    async get(key) {
      if (!key.startsWith(prefix)) return storage.get(key);
      return cache.get(key) ?? reading.get(key) ?? read(key);
    },
    put: (key, bytes, headers) => withInvalidation([key], () => storage.put(key, bytes, headers)),
    delete: (keys) => withInvalidation(keys, () => storage.delete(keys)),
  };
}
