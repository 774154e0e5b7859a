import { describe, expect, it } from 'vitest';
import { sharp } from '../sharp';
import { resizeExactly } from './exact-size';

async function square(side: number): Promise<Uint8Array<ArrayBuffer>> {
  const image = sharp({ create: { width: side, height: side, channels: 4, background: { r: 200, g: 40, b: 10, alpha: 0.5 } } });
  return new Uint8Array(await image.png().toBuffer());
}

describe('a picture of an exact size', () => {
  it('is the same array if it has the size already', async () => {
    const png = await square(100);
    expect(await resizeExactly(100, png)).toBe(png);
  });

  it.each([1, 64, 99])('is enlarged from %i pixels, with its colour and alpha', async (side) => {
    const enlarged = await resizeExactly(100, await square(side));
    expect(await sharp(enlarged).metadata()).toMatchObject({ format: 'png', width: 100, height: 100, hasAlpha: true });
    const pixel = [...(await sharp(enlarged).extract({ left: 50, top: 50, width: 1, height: 1 }).raw().toBuffer())];
    // Scaling premultiplies colours with alpha, which rounds them.
    for (const [at, expected] of [200, 40, 10, 128].entries()) expect(Math.abs((pixel[at] ?? 0) - expected)).toBeLessThanOrEqual(1);
  });

  it.each(['jpg', 'webp', 'avif'] as const)('may be a %s', async (format) => {
    const image = sharp({ create: { width: 64, height: 64, channels: 3, background: { r: 200, g: 40, b: 10 } } });
    const picture = new Uint8Array(await image.toFormat(format === 'jpg' ? 'jpeg' : format).toBuffer());
    expect(await resizeExactly(64, picture, format)).toBe(picture);
    for (const side of [20, 100]) {
      const { format: found, width, height } = await sharp(await resizeExactly(side, picture, format)).metadata();
      expect({ found, width, height }).toEqual({ found: { jpg: 'jpeg', webp: 'webp', avif: 'heif' }[format], width: side, height: side });
    }
  });
});
