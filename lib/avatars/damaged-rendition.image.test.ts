import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it as test } from 'vitest';
import { filesystemStorage } from '@/lib/storage/filesystem/filesystem';
import { temporaryFolder } from '@/testing/folder';
import { createMemoryRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { world } from '@/testing/world';

test('a rendition in memory is never one that the storage returned damaged', async () => {
  const root = await temporaryFolder();
  const it = await world(createMemoryRecords(), {}, { inner: filesystemStorage(root) });
  const { avatar } = await it.avatars.replace(it.change, { bytes: await photo(300, 200) });
  const path = join(root, 'renditions', avatar?.key ?? '', '64.webp');
  await mkdir(join(root, 'renditions'), { recursive: true });
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, 200));
  expect(Buffer.from(await it.served({ size: 64 }))).toEqual(whole.subarray(16));
  expect(Buffer.from(await it.served({ size: 64 }))).toEqual(whole.subarray(16));
  await it.avatars.settled();
  expect(await readFile(path)).toEqual(whole);
});
