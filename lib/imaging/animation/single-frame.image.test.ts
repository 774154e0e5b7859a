import { expect, it } from 'vitest';
import { avatarResource } from '@/lib/dialects/native/resource';
import { animation, flat } from '@/testing/animations';
import { sharedRecords } from '@/testing/memory/records';
import { world } from '@/testing/world';

const records = sharedRecords();
const grey = (shade: number) => flat(60, 40, [shade, 90, 90, 255]);
/** Differs from the others only outside of the middle square. */
const still = [grey(100), grey(100), grey(100)];

function withCorner(shade: number) {
  const frame = grey(100);
  frame.data.fill(shade, 0, 12);
  return frame;
}

it.each(['gif', 'webp', 'png'] as const)('an animation with equal frames is a still picture: %s', async (format) => {
  const { avatars, change, state, served } = await world(records());
  const { avatar } = await avatars.replace(change, { bytes: await animation(still, { delays: [100, 100, 100], format }) });
  expect(avatar).toMatchObject({ animation: 'none', animationDropped: null });
  const { animated, url, stillUrl, versions } = avatarResource(await state(), 'https://a.test', true);
  expect({ animated, stillUrl }).toEqual({ animated: false, stillUrl: url });
  expect(versions[512]).toMatchObject({ width: 40, height: 40 });
  expect(Buffer.compare(await served({ size: 128, still: true }), await served({ size: 128 }))).toBe(0);
});

it.each(['gif', 'webp', 'png'] as const)('an animation with a single frame is a still picture: %s', async (format) => {
  const { avatars, change } = await world(records());
  const { avatar } = await avatars.replace(change, { bytes: await animation([grey(100)], { delays: [100], format }) });
  expect(avatar).toMatchObject({ frames: 1, animation: 'none' });
});

it.each(['gif', 'webp', 'png'] as const)(
  'an animation that moves only outside its crop is animated after a new crop: %s',
  async (format) => {
    const { avatars, change } = await world(records());
    const frames = [withCorner(100), withCorner(120), withCorner(140)];
    const bytes = await animation(frames, { delays: [100, 100, 100], format });
    expect((await avatars.replace(change, { bytes })).avatar).toMatchObject({ animation: 'none' });
    const { avatar } = await avatars.reframe(change, { crop: { x: 0, y: 0, width: 40, height: 40, rotate: 0 } });
    expect(avatar).toMatchObject({ animation: 'kept' });
  },
);
