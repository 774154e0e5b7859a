import { describe, expect, it } from 'vitest';
import { type MemoryObject, memoryStorage } from '@/lib/storage/memory';
import { watchedStorage } from '@/testing/core';
import { createMemoryRecords } from '@/testing/memory/records';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { text } from '@/testing/storage';
import type { Avatar } from '../ports';
import { sha256 } from '../record';
import { verifyStorage } from './verify';

/** A store and a database with as many versions of one person, all with their originals. */
async function consistent(versions: number) {
  const records = createMemoryRecords();
  const objects = new Map<string, MemoryObject>();
  const storage = watchedStorage(memoryStorage(objects));
  const { id } = await newPerson(records);
  const saved: Avatar[] = [];
  for (let at = 0; at < versions; at += 1) {
    const bytes = text(`original ${at}`);
    const { avatar } = await records.save(id, newAvatar({ sourceBytes: bytes.byteLength, sourceSha256: sha256(bytes) }));
    if (!avatar) throw new Error('Nothing was saved');
    await storage.put(`originals/${avatar.originalKey}`, bytes);
    saved.push(avatar);
  }
  await storage.put(`renditions/${saved.at(-1)?.key}/64.webp`, text('rendition'));
  return { records, storage, objects, saved, pathOf: (at: number) => `originals/${saved[at]?.originalKey}` };
}

const WHOLE = { missing: [], damaged: [], unreferenced: [] };

describe('comparing rows and objects', () => {
  it('finds no difference where there is none, and reads no object', async () => {
    const { records, storage } = await consistent(3);
    storage.calls.length = 0;
    expect(await verifyStorage({ records, storage })).toEqual({ ...WHOLE, versions: 3, objects: 4 });
    expect(storage.calls).toEqual([]);
  });

  it('names originals that a version needs and that are missing, but not renditions', async () => {
    const { records, storage, saved, pathOf } = await consistent(3);
    await storage.delete([pathOf(0), `renditions/${saved[2]?.key}/64.webp`]);
    expect(await verifyStorage({ records, storage })).toEqual({ ...WHOLE, missing: [pathOf(0)], versions: 3, objects: 2 });
  });

  it('names objects without a row: of removed and earlier versions, and of none', async () => {
    const { records, storage, saved, pathOf } = await consistent(3);
    await records.markRemoved([saved[0]?.id ?? 0]);
    const orphans = [`originals/${hex()}`, `renditions/${hex()}/64.webp`, `renditions/${saved[1]?.key}/64.webp`];
    for (const path of orphans) await storage.put(path, text('x'));
    const { versions, missing, unreferenced } = await verifyStorage({ records, storage });
    expect({ versions, missing, unreferenced: unreferenced.toSorted() }).toEqual({
      versions: 2,
      missing: [],
      unreferenced: [pathOf(0), ...orphans].toSorted(),
    });
  });

  it('reads the originals if told to, and names those that are damaged or not those of their rows', async () => {
    const { records, storage, objects, pathOf } = await consistent(3);
    objects.get(pathOf(0))?.file.fill(0, 20);
    await storage.put(pathOf(1), text('original 7'));
    expect(await verifyStorage({ records, storage }, { reads: true })).toEqual({
      ...WHOLE,
      damaged: [pathOf(0), pathOf(1)],
      versions: 3,
      objects: 4,
    });
  });

  it('counts an original once for all versions that share it, and compares more than one batch', async () => {
    const { records, storage, saved, pathOf } = await consistent(1);
    const { userId = 0, originalKey = '' } = saved[0] ?? {};
    for (let at = 0; at < 1_100; at += 1) await records.save(userId, newAvatar({ originalKey }));
    await storage.delete([pathOf(0)]);
    expect(await verifyStorage({ records, storage })).toMatchObject({ versions: 1_101, missing: [pathOf(0)] });
  });

  it('does not miss an original that is uploaded after the list was made', async () => {
    const { records, storage, pathOf } = await consistent(1);
    const late = { ...storage, list: () => memoryStorage().list('') };
    expect(await verifyStorage({ records, storage: late })).toEqual({ ...WHOLE, versions: 1, objects: 0 });
    await storage.delete([pathOf(0)]);
    expect(await verifyStorage({ records, storage: late })).toMatchObject({ missing: [pathOf(0)] });
  });
});
