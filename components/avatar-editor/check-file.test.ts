import { expect, it } from 'vitest';
import { checkFile } from './check-file';

const LIMIT = 1024 * 1024;

it.each([
  ['me.jpg', 'image/jpeg'],
  ['me.JPEG', 'image/jpg'],
  ['me.avif', ''],
  ['content', ''],
  ['me.heic', 'application/octet-stream'],
])('%s with the type “%s” may be sent', (name, type) => {
  expect(checkFile({ name, type, size: 10 }, LIMIT)).toBeNull();
});

it.each([
  ['notes.txt', 'text/plain', 10, 'JPEG, PNG, WebP, GIF, AVIF or HEIC'],
  ['drawing.svg', 'image/svg+xml', 10, 'JPEG, PNG, WebP, GIF, AVIF or HEIC'],
  ['me.jpg', 'image/jpeg', 0, 'empty'],
  ['me.jpg', 'image/jpeg', LIMIT + 1, 'just over the limit of 1\u00a0MB'],
  ['me.jpg', 'image/jpeg', 3 * LIMIT, 'This file has 3\u00a0MB; 1\u00a0MB is the most'],
])('%s of the type %s with %i bytes is refused in plain words', (name, type, size, words) => {
  expect(checkFile({ name, type, size }, LIMIT)?.text).toContain(words);
});
