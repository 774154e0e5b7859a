import { createHook } from 'node:async_hooks';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { HEADER_BYTES, headerOf } from '../checksum-header';
import { readWhole } from './read-file';

const FIRST_READ = 64 * 1024;

/** Different bytes for each seed. */
const content = (bytes: number, seed = 1) => Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 31 + seed * 7) % 251));

async function stored(bytes: Uint8Array, name = 'a'): Promise<{ path: string; file: Buffer }> {
  const path = join(await temporaryFolder(), name);
  const file = Buffer.concat([headerOf(name, bytes), bytes]);
  await writeFile(path, file);
  return { path, file };
}

/** Calls of the operating system for files while `task` runs, each of which waits for a thread. */
async function fileCalls(task: () => Promise<unknown>): Promise<number> {
  let calls = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'FSREQCALLBACK') calls += 1;
    },
  }).enable();
  await task();
  hook.disable();
  return calls;
}

describe('a file is read whole', () => {
  const around = [-1, 0, 1].map((more) => FIRST_READ - HEADER_BYTES + more);
  it.each([0, 1, 2_000, ...around, 200_000])('with an object of %i bytes', async (bytes) => {
    const { path, file } = await stored(content(bytes));
    expect((await readWhole(path)).equals(file)).toBe(true);
  });

  it('without a header, empty, and shorter or longer than its header says', async () => {
    const { path, file } = await stored(content(2_000));
    await truncate(path, 1_000);
    expect((await readWhole(path)).equals(file.subarray(0, 1_000))).toBe(true);
    for (const other of [content(300), Buffer.alloc(0), Buffer.alloc(100), Buffer.concat([file, content(9)])]) {
      await writeFile(path, other);
      expect((await readWhole(path)).equals(other)).toBe(true);
    }
  });
});

it('files that are read together, and those that are read later, do not change each other', async () => {
  const files = await Promise.all(Array.from({ length: 40 }, (_, seed) => stored(content(3_000, seed))));
  const first = await Promise.all(files.map(({ path }) => readWhole(path)));
  await Promise.all(files.toReversed().map(({ path }) => readWhole(path)));
  expect(first.map((bytes, index) => bytes.equals(files[index]?.file ?? Buffer.alloc(0)))).not.toContain(false);
});

it('many files that are read at once take a bounded number of large buffers', async () => {
  const files = await Promise.all(Array.from({ length: 200 }, (_, seed) => stored(content(3_000, seed))));
  const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
  onTestFinished(() => allocate.mockRestore());
  for (let round = 0; round < 2; round += 1) {
    const read = await Promise.all(files.map(({ path }) => readWhole(path)));
    expect(read.map((bytes, index) => bytes.equals(files[index]?.file ?? Buffer.alloc(0)))).not.toContain(false);
  }
  expect(allocate.mock.calls.filter(([bytes]) => bytes === FIRST_READ).length).toBeLessThanOrEqual(32);
});

it('pictures are opened, read and closed, each once, and nothing asks for their size', async () => {
  const files = await Promise.all(Array.from({ length: 40 }, (_, seed) => stored(content(20_000, seed))));
  const calls = await fileCalls(async () => {
    // One alone, then several together.
    await readWhole(files[0]?.path ?? '');
    await endOfTurn();
    await Promise.all(files.slice(0, 20).map(({ path }) => readWhole(path)));
    await endOfTurn();
  });
  expect(calls).toBe(3 * 21);
});

it('a missing file and a folder are refused with the error of the system', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'b'));
  await expect(readWhole(join(folder, 'a'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(readWhole(join(folder, 'b'))).rejects.toMatchObject({ code: 'EISDIR' });
});
