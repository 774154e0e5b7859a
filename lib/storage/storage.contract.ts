import { describe, expect, it } from 'vitest';
import type { Storage } from '@/lib/avatars/ports';
import { keysBelow, textAt } from '@/testing/storage';

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

const text = (words: string) => new TextEncoder().encode(words);

export interface OpenStorage {
  storage: Storage;
  /** Replaces the stored file of a key by the output of `change`. */
  damage(key: string, change: (file: Buffer) => Buffer): Promise<void>;
}

const flipBit = (at: number) => (file: Buffer) => {
  const changed = Buffer.from(file);
  const index = at < 0 ? file.byteLength + at : at;
  changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
  return changed;
};

/** Damage that disks, crashes and restored backups cause. */
const DAMAGE: [name: string, change: (file: Buffer) => Buffer][] = [
  ['emptied', () => Buffer.alloc(0)],
  ['cut to one byte', (file) => file.subarray(0, 1)],
  ['cut to half', (file) => file.subarray(0, file.byteLength / 2)],
  ['cut by one byte', (file) => file.subarray(0, -1)],
  ['filled with zeros', (file) => Buffer.alloc(file.byteLength)],
  ['filled with zeros from the middle on', (file) => Buffer.from(file).fill(0, file.byteLength / 2)],
  ['changed by one bit in the middle', (file) => flipBit(Math.floor(file.byteLength / 2))(file)],
  ['changed by one bit at the end', flipBit(-1)],
  ['longer by one byte', (file) => Buffer.concat([file, Buffer.from([0])])],
  ['twice in one file', (file) => Buffer.concat([file, file])],
];

/** The contract of every storage. @param openStorage returns an empty storage */
export function storageContract(name: string, openStorage: () => Promise<OpenStorage>): void {
  const open = async () => (await openStorage()).storage;

  describe(`${name}: the storage contract`, () => {
    it.each(DAMAGE)('reports an object whose file is %s as damaged, and keeps the others', async (_name, change) => {
      const { storage, damage } = await openStorage();
      const bytes = new Uint8Array(5000).map((_, at) => at * 7);
      for (const key of ['renditions/0a/64.webp', 'originals/0a', 'originals/0b']) await storage.put(key, bytes);
      for (const key of ['renditions/0a/64.webp', 'originals/0a']) {
        await damage(key, change);
        await expect(storage.get(key)).rejects.toMatchObject({ code: 'storage_damaged', cause: { message: expect.stringContaining(key) } });
      }
      expect(Buffer.compare((await storage.get('originals/0b')) ?? text('nothing'), bytes)).toBe(0);
    });

    it('reports an object that has the file of another key as damaged, also at equal length', async () => {
      const { storage, damage } = await openStorage();
      await storage.put('originals/0a', text('a picture of Ada'));
      await storage.put('originals/0b', text('a picture of Eve'));
      let other: Buffer = Buffer.alloc(0);
      await damage('originals/0a', (file) => {
        other = file;
        return file;
      });
      expect(await textAt(storage, 'originals/0a')).toBe('a picture of Ada');
      await damage('originals/0b', () => other);
      await expect(storage.get('originals/0b')).rejects.toMatchObject({ code: 'storage_damaged' });
    });

    it('names the damaged object only in the log', async () => {
      const { storage, damage } = await openStorage();
      await storage.put('originals/0a', text('x'));
      await damage('originals/0a', flipBit(-1));
      await expect(storage.get('originals/0a')).rejects.toMatchObject({ message: 'A stored picture is damaged.', details: {} });
    });

    it('lists, deletes and replaces a damaged object like any other', async () => {
      const { storage, damage } = await openStorage();
      for (const key of ['originals/0a', 'originals/0b']) {
        await storage.put(key, text('x'));
        await damage(key, () => Buffer.alloc(0));
      }
      expect(await keysBelow(storage, 'originals/')).toEqual(['originals/0a', 'originals/0b']);
      await storage.put('originals/0a', text('whole again'));
      expect(await textAt(storage, 'originals/0a')).toBe('whole again');
      await storage.delete('originals/0b');
      expect(await storage.get('originals/0b')).toBeNull();
    });

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

    it('deletes an object, and accepts a second deletion', async () => {
      const storage = await open();
      await storage.put('a/b', text('x'));
      await storage.put('a/c', text('y'));
      await storage.delete('a/b');
      await storage.delete('a/b');
      await storage.delete('never/was');
      await storage.delete('a/c/below/a/file');
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
      const { value: object } = await storage.list('a')[Symbol.asyncIterator]().next();
      // File systems round times down to their resolution.
      expect(object?.modifiedAt.getTime()).toBeGreaterThanOrEqual(before - 2000);
      expect(object?.modifiedAt.getTime()).toBeLessThanOrEqual(Date.now() + 2000);
    });

    it('tolerates deletions during a listing', async () => {
      const storage = await open();
      for (let at = 0; at < 40; at += 1) await storage.put(`many/${at}/x`, text('x'));
      for await (const { key } of storage.list('many/')) await storage.delete(key);
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
        await expect(storage.delete(key)).rejects.toThrow(TypeError);
        expect(await keysBelow(storage)).toEqual(['a/b']);
        expect(await textAt(storage, 'a/b')).toBe('untouched');
      },
    );
  });
}
