import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { apng, colourField, type Patch } from '@/testing/apng';
import { fromRaster, pixelAt } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { cropAnimation } from '../animation/animation';
import { composeFrames } from '../decode/apng-frames';
import { decodeHeader } from '../decode/header';
import { openSource } from '../decode/open-source';
import { cropPixels } from '../geometry/extract';
import { toPixels } from '../sharp';
import { readApng } from './apng';

const RED = [255, 0, 0, 255] as const;
const BLUE = [0, 0, 255, 255] as const;
const GREEN_GLASS = [0, 255, 0, 128] as const;
const NOTHING = [0, 0, 0, 0];
const CANVAS: [number, number] = [8, 6];
const GROUND: Patch = { picture: colourField(8, 6, RED) };

const decode = (png: Buffer) => toPixels(openSource(png).ensureAlpha());

async function seen(bytes: Uint8Array) {
  const found = readApng(bytes);
  if (!found) throw new Error('This PNG does not move');
  const frames = [];
  for await (const frame of composeFrames(found, decode)) frames.push({ ...frame, data: Buffer.from(frame.data) });
  return frames;
}

/** Frame colours at two points: one inside the patches of 2 × 2 at (3, 2), one outside. */
async function inAndOut(patches: Patch[], cover?: Patch['picture']) {
  const frames = await seen(await apng(CANVAS, patches, 0, cover));
  return frames.map((frame) => [pixelAt(frame, 4, 3), pixelAt(frame, 0, 0)]);
}

const patch = (fields: Partial<Patch>): Patch => ({ picture: colourField(2, 2, BLUE), left: 3, top: 2, ...fields });

describe('frames of an animated PNG', () => {
  it('have the size of the canvas, four channels, and delays in milliseconds', async () => {
    const bytes = await apng(CANVAS, [GROUND, patch({ delay: [1, 3] }), patch({ delay: [7, 0] }), patch({ delay: [0, 10] })], 3);
    const frames = [100, 333, 70, 0].map((delay) => ({ delay }));
    expect(readApng(bytes)).toMatchObject({ width: 8, height: 6, loops: 3, frames, hasSeparateStaticImage: false });
    for (const frame of await seen(bytes)) expect(frame).toMatchObject({ width: 8, height: 6, channels: 4, data: { length: 8 * 6 * 4 } });
  });

  it('keep the pixels of the canvas that they do not cover', async () => {
    expect(await inAndOut([GROUND, patch({}), patch({ picture: colourField(1, 1, RED), left: 7 })])).toEqual([
      [RED, RED],
      [BLUE, RED],
      [BLUE, RED],
    ]);
  });

  it('are cleared with dispose_op 1, and only within their own rectangle', async () => {
    const corner = patch({ picture: colourField(1, 1, RED), left: 7, top: 5 });
    expect(await inAndOut([GROUND, patch({ dispose: 'background' }), corner])).toEqual([
      [RED, RED],
      [BLUE, RED],
      [NOTHING, RED],
    ]);
  });

  it('are replaced by the previous canvas with dispose_op 2', async () => {
    const corner = patch({ picture: colourField(1, 1, RED), left: 7, top: 5 });
    expect(await inAndOut([GROUND, patch({ dispose: 'previous' }), corner])).toEqual([
      [RED, RED],
      [BLUE, RED],
      [RED, RED],
    ]);
  });

  it('replace the canvas including its alpha with blend_op 0, and are composited over it with blend_op 1', async () => {
    const glass = colourField(2, 2, GREEN_GLASS);
    const [, replaced] = await inAndOut([GROUND, patch({ picture: glass })]);
    expect(replaced).toEqual([[...GREEN_GLASS], [...RED]]);
    const [, [over = []] = []] = await inAndOut([GROUND, patch({ picture: glass, blend: 'over' })]);
    for (const [at, expected] of [127, 128, 0, 255].entries()) expect(Math.abs((over[at] ?? 0) - expected)).toBeLessThanOrEqual(1);
  });

  it('do not include a static image that is not part of the animation', async () => {
    expect(await inAndOut([{ picture: colourField(8, 6, BLUE) }, patch({ picture: colourField(2, 2, RED) })], GROUND.picture)).toEqual([
      [BLUE, BLUE],
      [RED, BLUE],
    ]);
  });

  it('share one canvas instead of being copied', async () => {
    const found = readApng(await apng(CANVAS, [GROUND, patch({ dispose: 'background' }), patch({ dispose: 'previous' }), patch({})]));
    const memory = new Set<Buffer>();
    if (found) for await (const { data } of composeFrames(found, decode)) memory.add(data);
    expect(memory.size).toBe(1);
  });

  it.each(['none', 'background', 'previous'] as const)(
    'let the event loop run while large ones are composited, with dispose_op %s',
    async (dispose) => {
      const side = 3000;
      const found = readApng(await apng(CANVAS, [GROUND, patch({ dispose }), patch({})]));
      if (!found) throw new Error('This PNG does not move');
      const frames = found.frames.map((frame) => ({ ...frame, left: 0, top: 1, width: side, height: side - 1 }));
      const picture = { data: Buffer.alloc(side * (side - 1) * 4), width: side, height: side - 1, channels: 4 } as const;
      let [turns, isDone] = [0, false];
      const others = (async () => {
        for (; !isDone; turns += 1) await setImmediate();
      })();
      for await (const frame of composeFrames({ ...found, width: side, height: side, frames }, async () => picture))
        expect(frame.width).toBe(side);
      isDone = true;
      await others;
      // At least three frames of 36 MB are processed; two of them pass in one chunk each.
      expect(turns).toBeGreaterThan(50);
    },
  );

  it('keep the colours of photographs', async () => {
    const picture = landscape(60, 40);
    const [first] = await seen(await apng([60, 40], [{ picture }]));
    for (const [x, y] of [
      [0, 0],
      [59, 39],
      [31, 17],
    ] as const)
      expect(first && pixelAt(first, x, y).slice(0, 3)).toEqual(pixelAt(picture, x, y));
  });
});

describe('a still PNG', () => {
  it('is not read as an animation, nor is another format', async () => {
    expect(readApng(await fromRaster(landscape(60, 40)).png().toBuffer())).toBeNull();
    expect(readApng(await fromRaster(landscape(60, 40)).webp().toBuffer())).toBeNull();
    expect(readApng(new Uint8Array())).toBeNull();
  });

  it('is still not an animation if it is truncated anywhere, and is refused as damaged', async () => {
    const whole = await fromRaster(landscape(60, 40)).withIccProfile('srgb').png().toBuffer();
    for (let length = 8; length < whole.length; length += 5) expect(readApng(whole.subarray(0, length))).toBeNull();
    const crop = { x: 0, y: 0, width: 40, height: 40, rotate: 0 };
    for (const share of [0.2, 0.5, 0.9]) {
      const start = whole.subarray(0, whole.length * share);
      const truncated = decodeHeader(start).then(() => cropPixels(start, { width: 60, height: 40 }, crop, 40));
      await expect(truncated).rejects.toMatchObject({ code: 'corrupt_image', message: expect.not.stringContaining('animated') });
    }
  });
});

describe('a damaged animated PNG', () => {
  const whole = () => apng([60, 40], [{ picture: landscape(60, 40) }, { picture: landscape(30, 30), left: 5 }]);

  it.each([10, 50, 90])('that ends after %i %% is refused', async (percent) => {
    const bytes = await whole();
    await expect((async () => seen(bytes.subarray(0, (bytes.length * percent) / 100)))()).rejects.toMatchObject({ code: 'corrupt_image' });
  });

  it('is refused with fewer frames than acTL announces, and surplus frames are ignored', async () => {
    const bytes = await apng(CANVAS, [GROUND, patch({}), patch({})]);
    const announce = (frames: number) => {
      bytes.writeUInt32BE(frames, bytes.indexOf('acTL') + 4);
      return bytes;
    };
    expect(readApng(announce(2))?.frames).toHaveLength(2);
    expect(await seen(announce(2))).toHaveLength(2);
    expect(readApng(announce(0))).toBeNull();
    for (const frames of [4, 100_000]) {
      expect(() => readApng(announce(frames))).toThrow(expect.objectContaining({ code: 'corrupt_image' }));
    }
  });

  it('whose frame exceeds the canvas is refused before decoding', async () => {
    const bytes = await apng(CANVAS, [GROUND, patch({ left: 7 })]);
    expect(() => readApng(bytes)).toThrow(expect.objectContaining({ code: 'corrupt_image' }));
  });

  it('whose compressed pixels are noise is refused', async () => {
    const bytes = await whole();
    bytes.fill(0x55, bytes.lastIndexOf('fdAT') + 60, bytes.lastIndexOf('fdAT') + 300);
    const crop = { x: 0, y: 0, width: 40, height: 40, rotate: 0 };
    await expect(cropAnimation(bytes, { width: 60, height: 40, frames: 2 }, crop)).rejects.toMatchObject({ code: 'corrupt_image' });
  });
});
