import type { Storage } from '@/lib/avatars/ports';
import { headerOf, readFileContent } from './checksum-header';
import { checkKey, damagedObject } from './key';

/** An object in memory, with the same header as a file. */
export interface MemoryObject {
  file: Buffer<ArrayBuffer>;
  modifiedAt: Date;
}

/** Stores objects in memory, for tests. @param objects lets a test damage them */
export function memoryStorage(objects: Map<string, MemoryObject> = new Map()): Storage {
  return {
    async put(key, bytes) {
      checkKey(key);
      objects.set(key, { file: Buffer.concat([headerOf(key, bytes), bytes]), modifiedAt: new Date() });
    },
    async get(key) {
      checkKey(key);
      const object = objects.get(key);
      if (!object) return null;
      const content = readFileContent(key, object.file);
      if (content.kind === 'damaged') throw damagedObject(key, content.reason);
      return content.kind === 'verified' ? new Uint8Array(content.bytes) : null;
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
