import { describe, expect, it } from 'vitest';
import type { Storage } from '@/lib/avatars/ports';
import { keysBelow, text, textAt } from '@/testing/storage';

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

/** The part of the storage contract that is about damaged objects. */
export function damageContract(name: string, openStorage: () => Promise<OpenStorage>): void {
  describe(`${name}: damage`, () => {
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
      await storage.delete(['originals/0b']);
      expect(await storage.get('originals/0b')).toBeNull();
    });

    it('tells of a damaged object that it exists', async () => {
      const { storage, damage } = await openStorage();
      await storage.put('originals/0a', text('0123456789'));
      await damage('originals/0a', flipBit(-1));
      expect((await storage.head('originals/0a'))?.bytes).toBe(10);
    });
  });
}
