import { expect, it } from 'vitest';
import { type MemoryObject, memoryStorage } from '@/lib/storage/memory';
import { createMemoryRecords } from '@/testing/memory/records';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { keysBelow, text } from '@/testing/storage';
import { createSweeper } from '../sweep';
import { planSweep } from './plan';

const DAY_MS = 24 * 60 * 60 * 1000;

it('a plan counts what a sweep then deletes, and changes nothing', async () => {
  const records = createMemoryRecords();
  const objects = new Map<string, MemoryObject>();
  const storage = memoryStorage(objects);
  const { id } = await newPerson(records);
  const { avatar } = await records.save(id, newAvatar());
  const orphans = [`renditions/${hex()}/64.webp`, `renditions/${hex()}/128.webp`, `originals/${hex()}`];
  for (const path of [...orphans, `originals/${avatar?.originalKey}`, `renditions/${avatar?.key}/64.webp`])
    await storage.put(path, text('x'));
  for (const object of objects.values()) object.modifiedAt = new Date(Date.now() - 31 * DAY_MS);
  const reported: unknown[] = [];
  const parts = { records, storage, report: (error: unknown) => reported.push(error) };
  expect(await planSweep({ ...parts, hasUploads: false })).toEqual({ versions: 0, uploads: 0, renditions: 2, originals: 1 });
  expect(await keysBelow(storage)).toHaveLength(5);
  expect(await createSweeper(parts).sweep()).toEqual({ renditions: 2, originals: 1 });
  expect(await keysBelow(storage)).toHaveLength(2);
  expect(reported).toEqual([]);
});
