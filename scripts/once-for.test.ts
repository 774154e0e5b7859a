import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { onceFor } from './once-for.mjs';

const PATHS = { stamp: 'built/stamp', inputs: ['source', 'gone'] };

async function folder() {
  const root = await temporaryFolder();
  await mkdir(join(root, 'source'));
  await writeFile(join(root, 'source/a.ts'), 'one');
  const work = vi.fn();
  return { file: join(root, 'source/a.ts'), work, stamp: join(root, PATHS.stamp), prepare: () => onceFor({ root, ...PATHS }, work) };
}

it('work is done once for the same files, and again after one of them has changed', async () => {
  const { file, work, prepare } = await folder();
  for (const _ of [1, 2]) prepare();
  expect(work).toHaveBeenCalledTimes(1);
  await writeFile(file, 'two');
  await utimes(file, 1, 1);
  prepare();
  expect(work).toHaveBeenCalledTimes(2);
});

it('tests are no part of a build', async () => {
  const { file, work, prepare } = await folder();
  prepare();
  await writeFile(file.replace('a.ts', 'a.test.ts'), 'a test');
  prepare();
  expect(work).toHaveBeenCalledTimes(1);
});

it('files of another time with the same contents, as after a copy, are read once and need no work', async () => {
  const { file, work, stamp, prepare } = await folder();
  prepare();
  const before = await readFile(stamp, 'utf8');
  await utimes(file, 1, 1);
  prepare();
  expect(work).toHaveBeenCalledTimes(1);
  const after = await readFile(stamp, 'utf8');
  expect(after).not.toBe(before);
  expect(after.split('\n')[0]).toBe(before.split('\n')[0]);
});

it('work that fails is done again', async () => {
  const { work, prepare } = await folder();
  work.mockImplementationOnce(() => {
    throw new Error('no build');
  });
  expect(prepare).toThrow('no build');
  prepare();
  expect(work).toHaveBeenCalledTimes(2);
});
