import type { Storage } from '@/lib/avatars/ports';
import { checkKey } from './key';

/** Keeps objects in memory, for tests. */
export function memoryStorage(): Storage {
  const objects = new Map<string, { bytes: Uint8Array<ArrayBuffer>; modifiedAt: Date }>();
  return {
    async put(key, bytes) {
      checkKey(key);
      objects.set(key, { bytes: new Uint8Array(bytes), modifiedAt: new Date() });
    },
    async get(key) {
      checkKey(key);
      const object = objects.get(key);
      return object ? new Uint8Array(object.bytes) : null;
    },
    async delete(key) {
      checkKey(key);
      objects.delete(key);
    },
    async *list(prefix) {
      for (const [key, { modifiedAt }] of objects) if (key.startsWith(prefix)) yield { key, modifiedAt };
    },
  };
}
