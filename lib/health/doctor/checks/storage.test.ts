import { expect, it } from 'vitest';
import type { Storage } from '@/lib/avatars/ports';
import { AvatarError, storageFull } from '@/lib/errors';
import { memoryStorage } from '@/lib/storage/memory';
import { verdictOf } from '@/testing/in-process/web';
import { storageCheck } from './storage';

const ACCESS = 'Check the credentials and permissions of the store: it needs to read, write, list and delete.';

function open(replaced: Partial<Storage> = {}) {
  const storage = memoryStorage();
  return { storage, found: () => verdictOf(storageCheck({ ...storage, ...replaced }, 'originals/')) };
}

async function keysOf(storage: Storage): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list('')) keys.push(key);
  return keys;
}

const failing = () => Promise.reject(new AvatarError('storage_failed', 'Access to https://bucket.internal was refused'));

it('a store that works is fine, and keeps nothing of the probe', async () => {
  const { storage, found } = open();
  expect(await found()).toMatchObject({ level: 'ok', detail: 'The store takes, returns and deletes objects.' });
  expect(await keysOf(storage)).toEqual([]);
});

it('a probe is written below the prefix that credentials are limited to', async () => {
  const keys: string[] = [];
  const { storage } = open();
  await verdictOf(storageCheck({ ...storage, put: async (key) => void keys.push(key) }, 'originals/'));
  expect(keys).toEqual([expect.stringMatching(/^originals\/doctor-[0-9a-f]{32}$/)]);
});

it.each<[string, Partial<Storage>, string, string]>([
  ['refuses to write', { put: failing }, 'The store takes no objects.', ACCESS],
  [
    'is full',
    { put: () => Promise.reject(storageFull()) },
    'The store takes no objects: it is full.',
    'Free space, or move the pictures to a larger store (docs/storage.md).',
  ],
  ['refuses to read', { get: failing }, 'The store takes objects and does not return them.', ACCESS],
  ['refuses to delete', { delete: failing }, 'The store does not delete objects, so that removed pictures stay in it.', ACCESS],
  [
    'returns other bytes',
    { get: async () => new Uint8Array(1024) },
    'The store returns other bytes than it was given.',
    'Run npm run storage -- verify, and check the disk or the store for damage.',
  ],
  [
    'loses what it took',
    { get: async () => null },
    'The store returns other bytes than it was given.',
    'Run npm run storage -- verify, and check the disk or the store for damage.',
  ],
  [
    'keeps what it deleted',
    { delete: async () => {} },
    'The store still returns an object that it has deleted.',
    'Switch off caching or retention between this server and the store.',
  ],
])('a store that %s is a problem', async (_case, replaced, detail, advice) => {
  expect(await open(replaced).found()).toEqual({ level: 'problem', detail, advice });
});

it('a probe that could not be read is deleted all the same', async () => {
  const { storage, found } = open({ get: failing });
  await found();
  expect(await keysOf(storage)).toEqual([]);
});
