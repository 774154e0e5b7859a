import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWhole } from './read-whole';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(size: number): Promise<{ path: string; bytes: Buffer }> {
  const written = { path: join(folder, `${size}`), bytes: randomBytes(size) };
  await writeFile(written.path, written.bytes);
  return written;
}

it.each([0, 1, 65_535, 65_536, 65_537, 300_000])('a file of %i bytes is read whole, into memory of its own', async (size) => {
  const { path, bytes } = await file(size);
  const read = await readWhole(path);
  expect(read.equals(bytes)).toBe(true);
  expect(read.buffer.byteLength).toBe(size);
});

it('files that are read at once do not share memory', async () => {
  const files = await Promise.all(Array.from({ length: 60 }, (_, index) => file(1_000 + index)));
  const read = await Promise.all(files.map(({ path }) => readWhole(path)));
  expect(read.every((bytes, index) => files[index]?.bytes.equals(bytes))).toBe(true);
});

it.skipIf(process.platform !== 'linux')('what cannot be read fails with the error of the system, and stays open no longer', async () => {
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    await expect(readWhole(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readWhole(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  }
  expect(openFiles()).toBeLessThan(before + 20);
});
