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

interface Memory {
  bytes: Uint8Array<ArrayBuffer>;
  until: number;
}

/**
 * A storage that remembers what was read last, least recently used out first. Reading a small file takes four trips to a thread pool,
 * which on a busy machine each wait their turn. What it returns is shared between callers, who must not write to it.
 */
export function rememberingStorage(storage: Storage, options: RememberingOptions): Storage {
  const { prefix, capacityBytes, objectBytes, forMs, now = Date.now } = options;
  // A Map keeps the order of insertion: the first is the one that was not used for longest.
  const memories = new Map<string, Memory>();
  let heldBytes = 0;

  function forget(key: string): void {
    heldBytes -= memories.get(key)?.bytes.byteLength ?? 0;
    memories.delete(key);
  }

  function remember(key: string, memory: Memory): void {
    forget(key);
    memories.set(key, memory);
    heldBytes += memory.bytes.byteLength;
    for (const oldest of memories.keys()) {
      if (heldBytes <= capacityBytes) break;
      forget(oldest);
    }
  }

  return {
    async get(key) {
      const memory = memories.get(key);
      if (memory && memory.until > now()) {
        remember(key, memory);
        return memory.bytes;
      }
      forget(key);
      const bytes = await storage.get(key);
      if (bytes && key.startsWith(prefix) && bytes.byteLength <= objectBytes) remember(key, { bytes, until: now() + forMs });
      return bytes;
    },
    // After the change as well, for those who read the old object while it was being made.
    async put(key, bytes) {
      forget(key);
      await storage.put(key, bytes);
      forget(key);
    },
    async delete(key) {
      forget(key);
      await storage.delete(key);
      forget(key);
    },
    list: (start) => storage.list(start),
  };
}
