import { describe, expect, it } from 'vitest';
import { keysBelow, text, textAt } from '@/testing/storage';
import { damageContract, type OpenStorage } from './storage-damage.contract';

/** Keys that escape the folder, or that two storages could read differently. */
const WRONG_KEYS = [
  '',
  '/',
  '.',
  '..',
  '../x',
  'a/../b',
  'a/..',
  '/etc/passwd',
  'a//b',
  'a/',
  '.hidden',
  'a/.hidden',
  'a\\b',
  '..\\x',
  'C:\\x',
  '%2e%2e',
  'a/%2e%2e/b',
  'a\0b',
  'a\nb',
  'a\n',
  'a b',
  'A',
  'ä',
  'x'.repeat(10_240),
];

/** The contract of every storage. @param openStorage returns an empty storage */
export function storageContract(name: string, openStorage: () => Promise<OpenStorage>): void {
  const open = async () => (await openStorage()).storage;

  damageContract(name, openStorage);

  describe(`${name}: the storage contract`, () => {
    it('returns the bytes that were put', async () => {
      const storage = await open();
      const bytes = new Uint8Array(300_000).map((_, at) => at * 7);
      await storage.put('originals/0a', bytes);
      expect(Buffer.compare((await storage.get('originals/0a')) ?? text('nothing'), bytes)).toBe(0);
    });

    it('stores an empty object', async () => {
      const storage = await open();
      await storage.put('empty', new Uint8Array());
      expect((await storage.get('empty'))?.byteLength).toBe(0);
    });

    it('stores only the viewed part of a larger buffer', async () => {
      const storage = await open();
      await storage.put('part', text('0123456789').subarray(2, 5));
      expect(await textAt(storage, 'part')).toBe('234');
    });

    it('replaces an object, also by a shorter one', async () => {
      const storage = await open();
      await storage.put('a/b.webp', text('the first and longer one'));
      await storage.put('a/b.webp', text('second'));
      expect(await textAt(storage, 'a/b.webp')).toBe('second');
      expect(await keysBelow(storage)).toEqual(['a/b.webp']);
    });

    it('returns null for a missing key, and for keys below and above an existing one', async () => {
      const storage = await open();
      await storage.put('a/b', text('x'));
      expect(await storage.get('c')).toBeNull();
      expect(await storage.get('a/b/c')).toBeNull();
      expect(await storage.get('a/c')).toBeNull();
    });

    it('tells length and time of change of an object, and null of a missing one', async () => {
      const storage = await open();
      const before = Date.now();
      await storage.put('a/b', text('0123456789'), { contentType: 'image/webp', immutable: true });
      await storage.put('a/c', text(''));
      const head = await storage.head('a/b');
      expect(head?.bytes).toBe(10);
      // Stores round times down, to a second at most.
      expect(head?.modifiedAt.getTime()).toBeGreaterThanOrEqual(before - 2000);
      expect(head?.modifiedAt.getTime()).toBeLessThanOrEqual(Date.now() + 2000);
      expect((await storage.head('a/c'))?.bytes).toBe(0);
      expect(await storage.head('a/d')).toBeNull();
      expect(await storage.head('a/b/c')).toBeNull();
    });

    it('deletes and lists many objects, in as many requests as that takes, and keeps the others', async () => {
      const storage = await open();
      const keys = Array.from({ length: 203 }, (_, at) => `many/${at % 7}/${at}`);
      for (let at = 0; at < keys.length; at += 50) {
        await Promise.all(keys.slice(at, at + 50).map((key) => storage.put(key, text(key))));
      }
      expect(await keysBelow(storage)).toEqual(keys.toSorted());
      await storage.delete([...keys.slice(2), 'many/0/never-was']);
      expect(await keysBelow(storage)).toEqual(['many/0/0', 'many/1/1']);
      await storage.delete([]);
      expect(await keysBelow(storage)).toEqual(['many/0/0', 'many/1/1']);
    });

    it('has no public address for an original', async () => {
      const storage = await open();
      expect(storage.publicUrl('originals/0a')).toBeNull();
    });

    it('deletes an object, and accepts a second deletion', async () => {
      const storage = await open();
      await storage.put('a/b', text('x'));
      await storage.put('a/c', text('y'));
      await storage.delete(['a/b']);
      await storage.delete(['a/b']);
      await storage.delete(['never/was']);
      await storage.delete(['a/c/below/a/file']);
      expect(await storage.get('a/b')).toBeNull();
      expect(await keysBelow(storage)).toEqual(['a/c']);
    });

    it('lists by prefix, also if the prefix ends inside a name', async () => {
      const storage = await open();
      for (const key of ['renditions/0a/64.webp', 'renditions/0a/128.webp', 'renditions/0ab/64.webp', 'originals/0a', 'original']) {
        await storage.put(key, text(key));
      }
      expect(await keysBelow(storage, 'renditions/0a/')).toEqual(['renditions/0a/128.webp', 'renditions/0a/64.webp']);
      expect(await keysBelow(storage, 'renditions/0a')).toHaveLength(3);
      expect(await keysBelow(storage, 'renditions/')).toHaveLength(3);
      expect(await keysBelow(storage, 'orig')).toEqual(['original', 'originals/0a']);
      expect(await keysBelow(storage)).toHaveLength(5);
      expect(await keysBelow(storage, 'nothing/')).toEqual([]);
    });

    it('lists every object with its modification time', async () => {
      const storage = await open();
      const before = Date.now();
      await storage.put('a', text('x'));
      const times: number[] = [];
      for await (const { modifiedAt } of storage.list('a')) times.push(modifiedAt.getTime());
      expect(times).toHaveLength(1);
      // File systems round times down to their resolution.
      expect(times[0]).toBeGreaterThanOrEqual(before - 2000);
      expect(times[0]).toBeLessThanOrEqual(Date.now() + 2000);
    });

    it('tolerates deletions during a listing', async () => {
      const storage = await open();
      for (let at = 0; at < 40; at += 1) await storage.put(`many/${at}/x`, text('x'));
      for await (const { key } of storage.list('many/')) await storage.delete([key]);
      expect(await keysBelow(storage, 'many/')).toEqual([]);
    });

    it('copies bytes: changing a buffer after put or get does not change the stored object', async () => {
      const storage = await open();
      const bytes = text('kept');
      await storage.put('a', bytes);
      bytes.fill(0);
      (await storage.get('a'))?.fill(1);
      expect(await textAt(storage, 'a')).toBe('kept');
    });

    it('leaves one whole object after concurrent writes to one key', async () => {
      const storage = await open();
      const versions = Array.from({ length: 12 }, (_, at) => new Uint8Array(100_000 + at).fill(at));
      await Promise.all(versions.map((bytes) => storage.put('contested/key', bytes)));
      const kept = (await storage.get('contested/key')) ?? new Uint8Array();
      expect(versions.some((bytes) => Buffer.compare(bytes, kept) === 0)).toBe(true);
      expect(await keysBelow(storage)).toEqual(['contested/key']);
    });

    it.each(WRONG_KEYS.map((key) => [JSON.stringify(key.slice(0, 20)), key]))(
      'refuses the key %s and stores nothing',
      async (_name, key) => {
        const storage = await open();
        await storage.put('a/b', text('untouched'));
        await expect(storage.put(key, text('x'))).rejects.toThrow(TypeError);
        await expect(storage.get(key)).rejects.toThrow(TypeError);
        await expect(storage.head(key)).rejects.toThrow(TypeError);
        await expect(storage.delete(['a/b', key])).rejects.toThrow(TypeError);
        expect(await keysBelow(storage)).toEqual(['a/b']);
        expect(await textAt(storage, 'a/b')).toBe('untouched');
      },
    );
  });
}
