import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { headersOf } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { temporaryFolder } from '@/testing/folder';
import { keysBelow, text, textAt } from '@/testing/storage';
import { copyObjects } from './copy';
import { filesystemStorage } from './filesystem/filesystem';
import { type MemoryObject, memoryStorage } from './memory';

const KEYS = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? `originals/${at}` : `renditions/${at}/64.webp`));

async function folder() {
  const root = await temporaryFolder();
  return { root, storage: filesystemStorage(root) };
}

async function filled() {
  const source = await folder();
  await Promise.all(KEYS.map((key) => source.storage.put(key, text(`bytes of ${key}`))));
  return source;
}

/** A storage with its calls of put, which fails after the first `limit` of them. */
function counted(storage: Storage, limit = Number.POSITIVE_INFINITY) {
  const written: string[] = [];
  const put: Storage['put'] = async (key, bytes, headers) => {
    if (written.length >= limit) throw new AvatarError('storage_failed', 'Told to fail');
    written.push(key);
    await storage.put(key, bytes, headers);
  };
  return { written, storage: { ...storage, put } };
}

async function expectIdentical(target: Storage) {
  expect(await keysBelow(target)).toEqual(KEYS.toSorted());
  for (const key of KEYS) expect(await textAt(target, key)).toBe(`bytes of ${key}`);
}

it('copies everything, with the headers that uploads have', async () => {
  const objects = new Map<string, MemoryObject>();
  const target = memoryStorage(objects);
  const progress: number[] = [];
  const counts = await copyObjects((await filled()).storage, target, {
    headersOf,
    onProgress: ({ copied }) => progress.push(copied),
  });
  expect(counts).toEqual({ copied: 60, copiedBytes: 60 * 9 + KEYS.join('').length, same: 0, damaged: [] });
  expect(progress.at(-1)).toBe(60);
  await expectIdentical(target);
  expect(objects.get('renditions/1/64.webp')?.headers).toEqual({ contentType: 'image/webp', immutable: true });
  expect(objects.get('originals/0')?.headers).toEqual({});
});

it('writes only what is missing or differs the next time, and deletes nothing', async () => {
  const source = await filled();
  const target = await folder();
  await copyObjects(source.storage, target.storage, { headersOf });
  await target.storage.delete(['originals/3']);
  await target.storage.put('originals/6', text('bytes of ORIGINALS/6'));
  const damaged = await readFile(join(target.root, 'originals/9'));
  await writeFile(join(target.root, 'originals/9'), damaged.subarray(0, -1));
  await target.storage.put('originals/ff', text('only here'));
  const { written, storage } = counted(target.storage);
  expect(await copyObjects(source.storage, storage, { headersOf })).toMatchObject({ copied: 3, same: 57 });
  expect(written.toSorted()).toEqual(['originals/3', 'originals/6', 'originals/9']);
  expect(await textAt(target.storage, 'originals/ff')).toBe('only here');
  await target.storage.delete(['originals/ff']);
  await expectIdentical(target.storage);
});

it('goes on where a failure or an interruption ended it', async () => {
  const source = await filled();
  const target = await folder();
  await expect(copyObjects(source.storage, counted(target.storage, 20).storage, { headersOf })).rejects.toMatchObject({
    code: 'storage_failed',
  });
  expect(await keysBelow(target.storage)).toHaveLength(20);

  const stop = new AbortController();
  const second = await copyObjects(source.storage, target.storage, {
    headersOf,
    signal: stop.signal,
    onProgress: ({ copied }) => copied >= 10 && stop.abort(),
  });
  // Those that were being copied are finished.
  expect(second.copied).toBeGreaterThanOrEqual(10);
  expect(second.copied).toBeLessThan(40);

  const third = await copyObjects(source.storage, target.storage, { headersOf });
  expect(third).toMatchObject({ copied: 40 - second.copied, same: 20 + second.copied });
  await expectIdentical(target.storage);
});

it('closes the folders that it was listing when a failure or an interruption ends it', async () => {
  const source = await filled();
  let listings = 0;
  const counting: Storage = {
    ...source.storage,
    async *list(prefix) {
      listings += 1;
      try {
        yield* source.storage.list(prefix);
      } finally {
        listings -= 1;
      }
    },
  };
  const { storage: failing } = counted((await folder()).storage, 5);
  await expect(copyObjects(counting, failing, { headersOf })).rejects.toThrow('Told to fail');
  await copyObjects(counting, (await folder()).storage, { headersOf, signal: AbortSignal.abort() });
  expect(listings).toBe(0);
});

it('leaves out what is damaged in the source, names it, and keeps what the target has', async () => {
  const source = await filled();
  const target = await folder();
  await cp(source.root, target.root, { recursive: true });
  const file = await readFile(join(source.root, 'originals/3'));
  await writeFile(join(source.root, 'originals/3'), file.subarray(0, -1));
  expect(await copyObjects(source.storage, target.storage, { headersOf })).toMatchObject({ copied: 0, same: 59, damaged: ['originals/3'] });
  await expectIdentical(target.storage);
});

it('leaves out what clients are uploading, which has no checksum', async () => {
  const source = await filled();
  await source.storage.put('uploads/1/a-0', text('an upload'));
  const target = memoryStorage();
  expect(await copyObjects(source.storage, target, { headersOf, skipped: 'uploads/' })).toMatchObject({ copied: 60, damaged: [] });
  await expectIdentical(target);
});

it('fails if the target returns other bytes than it was given', async () => {
  const target = memoryStorage();
  const wrong: Storage = { ...target, put: (key) => target.put(key, text('other bytes')) };
  await expect(copyObjects((await filled()).storage, wrong, { headersOf })).rejects.toThrow(
    'the target returns other bytes than it was given',
  );
});
