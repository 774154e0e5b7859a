import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { heic } from '@/testing/heic';
import { isHeic } from './is-heic';

const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

it.each(['landscape', 'grid', 'alpha'])('a HEIC is recognized by its first bytes: %s', async (name) => {
  expect(await isHeic(blob(heic(name)))).toBe(true);
});

it('other files are not, nor an empty one', async () => {
  const video = Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1');
  for (const bytes of [readFileSync('testing/faces/astronaut.jpg'), video, Buffer.alloc(0)]) expect(await isHeic(blob(bytes))).toBe(false);
});
