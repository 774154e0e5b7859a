import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { readOrCreateSecret } from './secret';

it('the secret is created once, 43 characters long and readable only by its owner', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const secret = await readOrCreateSecret(folder);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await readOrCreateSecret(folder)).toBe(secret);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('two data folders have different secrets', async () => {
  expect(await readOrCreateSecret(await temporaryFolder())).not.toBe(await readOrCreateSecret(await temporaryFolder()));
});

it('concurrent first starts agree on one secret', async () => {
  const folder = await temporaryFolder();
  const secrets = await Promise.all(Array.from({ length: 8 }, () => readOrCreateSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(folder)).toEqual(['secret']);
});

it('a secret written by hand is read without its line break', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'secret'), `${'s'.repeat(40)}\n`);
  expect(await readOrCreateSecret(folder)).toBe('s'.repeat(40));
});

it.each(['', 'short', ' \n'])('a damaged secret (%j) fails the start with its path and the remedy, and stays untouched', async (text) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'secret');
  await writeFile(path, text);
  await expect(readOrCreateSecret(folder)).rejects.toThrow(
    `${path} is damaged: expected 32 characters or more. Delete it to get a new one`,
  );
  expect((await stat(path)).size).toBe(text.length);
});
