import { describe, expect, it } from 'vitest';
import { animation, flat, play } from '@/testing/animations';
import { animationPictures } from '@/testing/corpus/animation';
import { extractSquare, middleSquare } from '@/testing/corpus/comparison';
import { expectLike } from '@/testing/corpus/expect';
import { ROUNDED } from '@/testing/corpus/picture';
import { sampledRows } from '@/testing/effort';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster, pixelAt, pixels } from '@/testing/pictures';
import { type World, world } from '@/testing/world';
import { withStatedColours } from '../colour/embed-profile';
import { decodeHeader } from '../decode/header';
import { resolveCrop } from '../geometry/crop';
import { cropPixels } from '../geometry/extract';

describe('any frame of an animation as a still:', () => {
  const moving = animationPictures.filter((picture) => 'shows' in picture && typeof picture.shows.moves === 'object');
  it.each(
    sampledRows(
      4,
      moving.map((picture) => [picture.name, picture] as const),
    ),
  )('%s', async (_name, picture) => {
    if (!('shows' in picture) || typeof picture.shows.moves !== 'object') throw new Error('Expected an animation.');
    const bytes = await picture.file();
    const source = await decodeHeader(bytes);
    const { moves } = picture.shows;
    for (const [at, frame] of moves.frames.entries()) {
      const square = middleSquare(frame);
      const shown = await cropPixels(withStatedColours(bytes), source, resolveCrop(source), square.width, undefined, false, at);
      expectLike(shown, extractSquare(frame, square), ROUNDED, `frame ${at}`);
    }
  });
});

const records = sharedRecords();
/** Calm colours that are told apart by their red. */
const FRAMES = [60, 120, 180].map((red) => flat(120, 80, [red, 120, 120]));

async function uploaded(format: 'gif' | 'png' | 'webp', fields: { stillFrame?: number; animate?: boolean }): Promise<World> {
  const it = await world(records());
  await it.avatars.replace(it.change, { bytes: await animation(FRAMES, { delays: [200, 300, 400], format }), ...fields });
  await it.avatars.settled();
  return it;
}

/** The red of the middle pixel, as the number of the frame that has it. */
async function frameIn(bytes: Uint8Array): Promise<number> {
  const picture = await pixels(bytes);
  const [red = 0] = pixelAt(picture, picture.width >> 1, picture.height >> 1);
  return Math.round((red - 60) / 60);
}

const stillOf = async (it: World) =>
  Promise.all([
    it.served({ size: 128, format: 'webp', still: true }).then(frameIn),
    it.served({ size: 100, format: 'webp', still: true }).then(frameIn),
    it.served({ format: 'png' }).then(frameIn),
    it.served({ format: 'jpg', size: 'full' }).then(frameIn),
    it.served({ format: 'png', size: 'whole' }).then(frameIn),
  ]);

describe.each(['gif', 'png', 'webp'] as const)('an animated %s', (format) => {
  it('shows its first frame without a choice, and the chosen one in every still', async () => {
    const first = await uploaded(format, {});
    expect([(await first.state()).avatar?.stillFrame, await stillOf(first)]).toEqual([0, [0, 0, 0, 0, 0]]);
    const chosen = await uploaded(format, { stillFrame: 2 });
    expect((await chosen.state()).avatar).toMatchObject({ animation: 'kept', stillFrame: 2, frames: 3 });
    expect(await stillOf(chosen)).toEqual([2, 2, 2, 2, 2]);
    const moving = await play(await chosen.served({ size: 64, format: 'webp' }));
    expect(moving.frames).toHaveLength(3);
  });

  it('keeps the choice when it is framed anew or restored, and changes it on demand', async () => {
    const it = await uploaded(format, { stillFrame: 1, animate: false });
    const crop = { x: 10, y: 10, width: 40, height: 40, rotate: 0 };
    const { avatar: before } = await it.state();
    const still = { animation: 'dropped', animationDropped: 'choice', stillFrame: 1 };
    expect(before).toMatchObject(still);
    expect(await it.served({ size: 64, format: 'webp' }).then(play)).toMatchObject({ frames: [{}] });
    await it.avatars.reframe(it.change, { crop });
    expect((await it.state()).avatar).toMatchObject({ ...still, crop });
    expect(await frameIn(await it.served({ format: 'png' }))).toBe(1);

    await it.avatars.reframe(it.change, { animate: true, stillFrame: 2 });
    expect((await it.state()).avatar).toMatchObject({ animation: 'kept', animationDropped: null, stillFrame: 2, crop });
    await it.avatars.restore(it.change, before?.id ?? 0);
    await it.avatars.settled();
    expect((await it.state()).avatar).toMatchObject(still);
    expect(await it.served({ size: 64, format: 'webp' }).then(play)).toMatchObject({ frames: [{}] });
    expect(await frameIn(await it.served({ size: 64, format: 'webp' }))).toBe(1);
  });

  it('refuses a frame that it does not have', async () => {
    const it = await uploaded(format, {});
    const refused = { code: 'invalid_request', details: { fields: { stillFrame: 'Expected a frame from 0 to 2, got 3.' } } };
    await expect(it.avatars.reframe(it.change, { stillFrame: 3 })).rejects.toMatchObject(refused);
    const bytes = await animation(FRAMES, { delays: [200, 300, 400], format });
    await expect(it.avatars.replace(it.change, { bytes, stillFrame: 3 })).rejects.toMatchObject(refused);
    await expect(it.avatars.preview(it.change, { bytes, stillFrame: 3 })).rejects.toMatchObject(refused);
  });

  it('previews any frame', async () => {
    const it = await uploaded(format, {});
    const bytes = await animation(FRAMES, { delays: [200, 300, 400], format });
    for (const stillFrame of [0, 2])
      expect(await frameIn((await it.avatars.preview(it.change, { bytes, stillFrame })).bytes)).toBe(stillFrame);
  });
});

it('a still picture stays one, whatever is chosen', async () => {
  const it = await world(records());
  const bytes = await fromRaster(flat(60, 40, [200, 20, 20]))
    .png()
    .toBuffer();
  await it.avatars.replace(it.change, { bytes, animate: false, stillFrame: 0 });
  expect((await it.state()).avatar).toMatchObject({ animation: 'none', animationDropped: null, stillFrame: 0 });
  const { version } = await it.state();
  await it.avatars.reframe(it.change, { animate: false });
  expect((await it.state()).version).toBe(version);
});
