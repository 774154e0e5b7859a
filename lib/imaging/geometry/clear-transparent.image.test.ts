import { describe, expect, it } from 'vitest';
import { animation } from '@/testing/animations';
import { draw } from '@/testing/corpus/chart';
import { fromRaster } from '@/testing/pictures';
import { cropAnimation } from '../animation/animation';
import { decodeHeader } from '../decode/header';
import { encodeAnimation, encodeRendition } from '../encode/encoders';
import { OUTPUT_FORMATS, type OutputFormat } from '../media-types';
import { PIXEL_CHUNK_BYTES } from '../pixel-chunks';
import { sharp } from '../sharp';
import { LARGEST_SIZE } from '../sizes';
import { clearTransparent } from './clear-transparent';
import { resolveCrop } from './crop';
import { cropPixels } from './extract';

const SIDE = 160;

/** A disc of visible pixels. The pixels around it are transparent but still have colours. */
const picture = draw(SIDE, SIDE, (x, y) => {
  const inside = Math.hypot(x - SIDE / 2, y - SIDE / 2) < SIDE / 3;
  return inside ? [200, 40, 40, 255] : [x < SIDE / 2 ? 20 : 250, 99, 7, 0];
});

/** Counts fully transparent pixels and returns the largest colour value among them. */
async function transparentIn(bytes: Uint8Array): Promise<{ pixels: number; largest: number }> {
  const data = await sharp(bytes).ensureAlpha().raw().toBuffer();
  let [pixels, largest] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 0) continue;
    pixels += 1;
    largest = Math.max(largest, data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  }
  return { pixels, largest };
}

const CORNER = 16;

async function corner(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes).extract({ left: 0, top: 0, width: CORNER, height: CORNER }).png().toBuffer();
}

it('transparent pixels are cleared in chunks, and the event loop runs between them', async () => {
  const pixels = { data: Buffer.alloc(4 * PIXEL_CHUNK_BYTES, Buffer.from([9, 8, 7, 0])), width: 1024, height: 1024, channels: 4 as const };
  let [turns, isDone] = [0, false];
  const other = () => {
    if (isDone) return;
    turns += 1;
    setImmediate(other);
  };
  setImmediate(other);
  await clearTransparent(pixels);
  isDone = true;
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(pixels.data.every((value) => value === 0)).toBe(true);
});

describe('the colour of erased pixels', () => {
  const formats = (Object.keys(OUTPUT_FORMATS) as OutputFormat[]).filter((format) => format !== 'jpg');
  for (const format of formats) {
    for (const size of [SIDE / 2, SIDE, LARGEST_SIZE]) {
      it(`is removed from a rendition of ${size} pixels as ${format}`, async () => {
        const bytes = await fromRaster(picture).png().toBuffer();
        const source = await decodeHeader(bytes, ['png']);
        const square = await cropPixels(bytes, source, resolveCrop(source), LARGEST_SIZE);
        const rendition = await encodeRendition(square, size as typeof LARGEST_SIZE, format);
        // WebP and AVIF spread some colour of the disc around it, but almost none into the corners.
        const { pixels, largest } = await transparentIn(format === 'png' ? rendition : await corner(rendition));
        expect(pixels).toBeGreaterThanOrEqual(CORNER ** 2);
        expect(largest).toBeLessThanOrEqual(format === 'png' ? 0 : 2);
      });
    }
  }

  it('is removed from every frame of an animation', async () => {
    const bytes = await animation([picture, picture], { delays: [300, 300], format: 'png' });
    const source = await decodeHeader(bytes, ['png']);
    const { frameStrip } = await cropAnimation(bytes, source, resolveCrop(source));
    const moving = await encodeAnimation({ frameStrip, side: SIDE, delays: [300, 300], loop: 0 }, 512);
    const { pixels, largest } = await transparentIn(
      await fromRaster({ ...frameStrip, channels: 4 })
        .png()
        .toBuffer(),
    );
    expect(pixels).toBeGreaterThan(SIDE);
    expect(largest).toBe(0);
    expect((await transparentIn(await corner(moving))).largest).toBeLessThanOrEqual(2);
  });
});
