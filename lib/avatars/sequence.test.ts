import { afterAll, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { sharedRecords } from '@/lib/testing/database';
import { heic } from '@/lib/testing/heic';
import { fromRaster, pixels } from '@/lib/testing/pictures';
import { landscape } from '@/lib/testing/reference';
import { world } from '@/lib/testing/world';
import { asSequence, withoutStill } from '@/lib/testing/zoo/sequence';
import { decodeHeader } from './decode';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

const avif = () => fromRaster(landscape(60, 40)).avif({ effort: 0 }).toBuffer();
const DROPPED = { animation: 'dropped', animationDropped: 'format', frames: 1 };

describe.each([
  ['AVIF', 'avif', 'avis', avif],
  ['HEIC', 'heic', 'hevc', async () => heic('landscape')],
  ['HEIC of more colours', 'heic', 'hevx', async () => heic('landscape')],
  ['HEIC of any codec', 'heic', 'msf1', async () => heic('landscape')],
] as const)('an animation as %s', (_what, format, brand, still) => {
  it('is taken with its still picture, and its owner is told that it does not move, however it is framed', async () => {
    const it = await world(records(), {}, { heic: thread.decode });
    const bytes = asSequence(await still(), brand, 3);
    const { avatar } = await it.avatars.replace(it.change, { bytes });
    expect(avatar).toMatchObject({ format, ...DROPPED });
    expect(await pixels(await it.served({ size: 20 }))).toMatchObject({ width: 20, height: 20 });
    expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
    await it.avatars.edit(it.change, { crop: { x: 0, y: 0, width: 30, height: 30, rotate: 45 } });
    expect((await it.state()).avatar).toMatchObject({ format, ...DROPPED });
  });

  it('of frames alone is refused with what to do', async () => {
    await expect(decodeHeader(withoutStill(asSequence(await still(), brand, 3)))).rejects.toMatchObject({
      code: 'unsupported_format',
      message: expect.stringMatching(/of moving frames, without a still one\. Expected JPEG.* Send the animation as a GIF/),
    });
  });
});

it('what has no frames, or does not say so, is a picture like any other', async () => {
  const picture = await avif();
  const quiet = asSequence(picture, 'avif', 3);
  picture.write('avis', 8, 'latin1');
  for (const bytes of [picture, quiet]) expect(await decodeHeader(bytes)).toMatchObject({ format: 'avif', width: 60, height: 40 });
  for (const bytes of [picture, quiet]) expect(await decodeHeader(bytes)).not.toHaveProperty('movesUnread');
});
