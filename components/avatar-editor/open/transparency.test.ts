import { expect, it } from 'vitest';
import { isJpeg } from './transparency';

it.each([
  ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], true],
  ['a PNG', [0x89, 0x50, 0x4e, 0x47], false],
  ['a single byte', [0xff], false],
  ['nothing', [], false],
])('%s is known by its first bytes, whatever its type says', async (_what, bytes, expected) => {
  expect(await isJpeg(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))).toBe(expected);
});
