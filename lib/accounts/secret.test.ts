import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { keptSecret } from './secret';

it('the secret is made once, long, for its owner’s eyes only', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const secret = await keptSecret(folder);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await keptSecret(folder)).toBe(secret);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('the secret differs from folder to folder', async () => {
  expect(await keptSecret(await temporaryFolder())).not.toBe(await keptSecret(await temporaryFolder()));
});

it('the secret is one, however many ask for it first', async () => {
  const folder = await temporaryFolder();
  const secrets = await Promise.all(Array.from({ length: 8 }, () => keptSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(folder)).toEqual(['secret']);
});

it('the secret that somebody wrote by hand is taken without the line end', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'secret'), `${'s'.repeat(40)}\n`);
  expect(await keptSecret(folder)).toBe('s'.repeat(40));
});

it.each(['', 'short', ' \n'])(
  'a damaged secret (%j) is said to be damaged, with its place and the way out, and is left alone',
  async (text) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'secret');
    await writeFile(path, text);
    await expect(keptSecret(folder)).rejects.toThrow(`${path} is damaged: expected 32 characters or more. Delete it to get a new one`);
    expect((await stat(path)).size).toBe(text.length);
  },
);
