import { describe, expect, it } from 'vitest';
import { sharp } from '../sharp';
import { widthOfWebp } from './webp';

/** The widths at which a bit more is needed, and the largest of the format. */
const WIDTHS = [1, 2, 255, 256, 257, 1024, 16_383];

const KINDS = [
  ['lossy', 'VP8 ', 3, {}],
  ['lossless', 'VP8L', 4, { lossless: true }],
  ['lossy with alpha', 'VP8X', 4, {}],
] as const;

describe.each(KINDS)('the width of a %s WebP', (_, type, channels, options) => {
  it.each(WIDTHS)('is %i px', async (width) => {
    const background = { r: 200, g: 40, b: 10, alpha: 0.5 };
    const webp = await sharp({ create: { width, height: 3, channels, background } })
      .webp({ effort: 0, ...options })
      .toBuffer();
    expect(webp.toString('latin1', 12, 16)).toBe(type);
    expect(widthOfWebp(webp)).toBe(width);
  });
});

describe('the width of a WebP', () => {
  it('is read from a part of a larger buffer', async () => {
    const webp = await sharp({ create: { width: 77, height: 5, channels: 3, background: '#fff' } })
      .webp()
      .toBuffer();
    const part = new Uint8Array(Buffer.concat([Buffer.alloc(9, 0xff), webp])).subarray(9);
    expect(widthOfWebp(part)).toBe(77);
  });

  it('is null for a first chunk of another kind', () => {
    expect(widthOfWebp(Buffer.from('RIFF\x10\0\0\0WEBPJUNK\0\0\0\0\0\0\0\0', 'latin1'))).toBeNull();
  });
});
