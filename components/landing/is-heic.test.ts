import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { heic } from '@/testing/heic';
import { isHeic } from './is-heic';

const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

it.each(['landscape', 'grid', 'alpha'])('a HEIC is recognized by its first bytes: %s', async (name) => {
  expect(await isHeic(blob(heic(name)))).toBe(true);
});

it('other files are not, nor an empty one', async () => {
  const others = ['\0\0\0\x14ftypqt  \0\0\0\0qt  ', '\0\0\0\x1cftypavif\0\0\0\0avifmif1', '\0\0\0\x1cftypmif1\0\0\0\0mif1avif'];
  const files = [readFileSync('testing/faces/astronaut.jpg'), ...others.map((text) => Buffer.from(text, 'latin1')), Buffer.alloc(0)];
  for (const bytes of files) expect(await isHeic(blob(bytes))).toBe(false);
});
