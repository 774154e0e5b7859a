import type { ObjectHeaders, Storage } from '@/lib/avatars/ports';
import { HEADER_BYTES, headerOf, lengthOf, readFileContent } from './checksum-header';
import { checkKey, damagedObject } from './key';

/** An object in memory, with the same header as a file. */
export interface MemoryObject {
  file: Buffer<ArrayBuffer>;
  modifiedAt: Date;
  headers?: ObjectHeaders;
}

/** Stores objects in memory, for tests. @param objects lets a test damage them */
export function memoryStorage(objects: Map<string, MemoryObject> = new Map()): Storage {
  return {
    async put(key, bytes, headers) {
      checkKey(key);
      objects.set(key, { file: Buffer.concat([headerOf(key, bytes), bytes]), modifiedAt: new Date(), ...(headers && { headers }) });
    },
    async get(key) {
      checkKey(key);
      const object = objects.get(key);
      if (!object) return null;
      const content = readFileContent(key, object.file);
      if (content.kind === 'damaged') throw damagedObject(key, content.reason);
      return content.kind === 'verified' ? new Uint8Array(content.bytes) : null;
    },
    async head(key) {
      checkKey(key);
      const object = objects.get(key);
      return object
        ? { bytes: lengthOf(object.file.subarray(0, HEADER_BYTES), object.file.byteLength) ?? 0, modifiedAt: object.modifiedAt }
        : null;
    },
    async delete(keys) {
      keys.forEach(checkKey);
      for (const key of keys) objects.delete(key);
    },
    async *list(prefix) {
      for (const [key, { modifiedAt }] of objects) if (key.startsWith(prefix)) yield { key, modifiedAt };
    },
    publicUrl: () => null,
  };
}
