import { describe, expect, it } from 'vitest';
import { animation, flat, play } from '@/testing/animations';
import { encodeGif } from '@/testing/corpus/gif-codec';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixels } from '@/testing/pictures';
import { compare, landscape, type Raster } from '@/testing/reference';
import { type World, world } from '@/testing/world';
import { MAX_ANIMATION_FRAMES } from '../limits';
import { sharp } from '../sharp';

const records = sharedRecords();

/** Three frames that differ in hue and hardly in luminance. */
const CALM = [0, 12, 24].map((by) => flat(300, 200, [150 + by, 120, 150 - by]));
const calm = () => animation(CALM, { delays: [100, 100, 100] });

async function uploaded(bytes: Uint8Array): Promise<World> {
  const it = await world(records());
  await it.avatars.replace(it.change, { bytes });
  await it.avatars.settled();
  return it;
}

const frames = async (bytes: Uint8Array) => (await sharp(bytes, { animated: true }).metadata()).pages ?? 1;
const visible = async ({ state }: World) => {
  const { avatar } = await state();
  return { animation: avatar?.animation, animationDropped: avatar?.animationDropped, frames: avatar?.frames };
};

describe('an uploaded animation', () => {
  it('is animated as WebP in every size, and shows its first frame in every other format', async () => {
    const it = await uploaded(await calm());
    expect(await visible(it)).toEqual({ animation: 'kept', animationDropped: null, frames: 3 });
    for (const size of [64, 100, 256, 512, 1024, 'full'] as const) expect(await frames(await it.served({ size, format: 'webp' }))).toBe(3);
    for (const format of ['jpg', 'png', 'avif'] as const) expect(await frames(await it.served({ format }))).toBe(1);
  });

  it('has a still variant in every size that shows its first frame', async () => {
    const it = await uploaded(await animation([landscape(240, 160), flat(240, 160, [120, 125, 130])], { delays: [500, 500] }));
    for (const size of [128, 100] as const) {
      const still = await it.served({ size, format: 'webp', still: true });
      expect(await frames(still)).toBe(1);
      const { frames: shown } = await play(await it.served({ size, format: 'webp' }));
      expect(compare(await pixels(still), shown[0] as Raster).best).toBeLessThan(6);
    }
  });

  it('is rendered during the upload as stills, and animated in its largest size', async () => {
    const it = await uploaded(await calm());
    const put = it.storage.calls.filter(({ operation }) => operation === 'put').map(({ key }) => key.split('/').at(-1));
    expect(put.filter((name) => name?.endsWith('.webp')).sort()).toEqual(
      ['64.still.webp', '128.still.webp', '256.still.webp', '512.still.webp', '512.webp'].sort(),
    );
  });

  it('stays animated when it is cropped again or restored', async () => {
    const it = await uploaded(await calm());
    const { avatar: before } = await it.state();
    await it.avatars.reframe(it.change, { crop: { x: 10, y: 10, width: 100, height: 100, rotate: 15 } });
    expect(await frames(await it.served({ size: 64 }))).toBe(3);
    await it.avatars.replace(it.change, { bytes: await photo(300, 200) });
    expect(await frames(await it.served({ size: 64 }))).toBe(1);
    await it.avatars.restore(it.change, before?.id ?? 0);
    expect(await frames(await it.served({ size: 64 }))).toBe(3);
    expect(await visible(it)).toMatchObject({ animation: 'kept' });
  });

  it('gets the same bytes when lost renditions are made again', async () => {
    const it = await uploaded(await calm());
    const [moving, still] = [await it.served({ size: 512 }), await it.served({ size: 256, still: true })];
    const key = (await it.state()).avatar?.key;
    for (const name of ['512.webp', '256.still.webp']) await it.storage.delete([`renditions/${key}/${name}`]);
    expect(Buffer.compare(await it.served({ size: 512 }), moving)).toBe(0);
    expect(Buffer.compare(await it.served({ size: 256, still: true }), still)).toBe(0);
  });
});

describe('an animation over a limit is shown still, and its owner sees the reason', () => {
  const noise = (side: number) => {
    const frame = flat(side, side, [0, 0, 0]);
    for (let at = 0; at < frame.data.length; at += 1) frame.data[at] = 100 + ((at * 7919) % 101) * 0.4 + ((at * 104_729) % 37);
    return frame;
  };

  const GREYS = [0, 80, 160].map((value): [number, number, number] => [value, value, value]);

  it.each([
    ['frames', async () => animation(many(MAX_ANIMATION_FRAMES + 1), { delays: Array(MAX_ANIMATION_FRAMES + 1).fill(40) })],
    [
      'pixels',
      // The limit counts the pixels of the canvas for each frame, however few of them a frame changes.
      async () =>
        encodeGif({
          ...{ width: 2000, height: 2000, palette: GREYS },
          frames: Array.from({ length: 11 }, (_, frame) => ({ width: 1, height: 1, at: () => frame % 3, delay: 10 })),
        }),
    ],
    [
      'bytes',
      async () => animation(Array.from({ length: 12 }, () => noise(512)).map(rolled), { delays: Array(12).fill(100), format: 'webp' }),
    ],
    ['flashing', async () => animation(strobe(), { delays: Array(10).fill(100) })],
  ] as const)('%s', async (reason, make) => {
    const it = await uploaded(await make());
    expect(await visible(it)).toMatchObject({ animation: 'dropped', animationDropped: reason });
    for (const size of [64, 512, 100] as const) expect(await frames(await it.served({ size }))).toBe(1);
    expect(await frames(await it.served({ still: true }))).toBe(1);
  });
});

it.each([
  ['a GIF with one frame', () => animation([landscape(90, 60)], { delays: [100] })],
  ['a photo', () => photo(90, 60)],
])('%s is still, and no animation was dropped', async (_what, make) => {
  const it = await uploaded(await make());
  expect(await visible(it)).toEqual({ animation: 'none', animationDropped: null, frames: 1 });
  expect(await frames(await it.served({ still: true }))).toBe(1);
});

function many(count: number): Raster[] {
  return Array.from({ length: count }, (_frame, at) => flat(20, 20, [100 + (at % 3) * 40, 100, 100]));
}

function rolled(frame: Raster, at: number): Raster {
  const by = at * 313 * 3;
  return { ...frame, data: Uint8Array.from([...frame.data.subarray(by), ...frame.data.subarray(0, by)]) };
}

function strobe(): Raster[] {
  return Array.from({ length: 10 }, (_frame, at) => flat(100, 100, at % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
}
