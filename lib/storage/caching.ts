import { LRUCache } from 'lru-cache';
import type { Storage } from '@/lib/avatars/ports';

export interface CachingOptions {
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
export function cachingStorage(storage: Storage, options: CachingOptions): Storage {
  const { prefix, capacityBytes, objectBytes, forMs, now } = options;
  const memories = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: capacityBytes,
    maxEntrySize: objectBytes,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
    ttl: forMs,
    ...(now && { perf: { now }, ttlResolution: 0 }),
  });
  /** What is being read, once for all who ask meanwhile. */
  const reading = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();

  function forget(key: string): void {
    memories.delete(key);
    // Whoever reads it at this moment may get what was there before, which nobody after them must.
    reading.delete(key);
  }

  async function forgetting(key: string, change: () => Promise<void>): Promise<void> {
    forget(key);
    try {
      await change();
    } finally {
      forget(key);
    }
  }

  async function read(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const current = storage.get(key);
    reading.set(key, current);
    try {
      const bytes = await current;
      if (bytes && reading.get(key) === current) memories.set(key, bytes);
      return bytes;
    } finally {
      if (reading.get(key) === current) reading.delete(key);
    }
  }

  return {
    async get(key) {
      if (!key.startsWith(prefix)) return storage.get(key);
      return memories.get(key) ?? reading.get(key) ?? read(key);
    },
    put: (key, bytes) => forgetting(key, () => storage.put(key, bytes)),
    delete: (key) => forgetting(key, () => storage.delete(key)),
    list: (start) => storage.list(start),
  };
}
