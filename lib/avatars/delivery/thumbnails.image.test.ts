import { expect, it } from 'vitest';
import { createDecodeQueue } from '@/lib/scheduling/decode-queue';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { sharedRecords } from '@/testing/memory/records';
import { plain } from '@/testing/pictures';
import { world } from '@/testing/world';
import { KEPT_VERSIONS } from '../limits';
import type { Originals } from './originals';
import { createThumbnails } from './thumbnails';

const records = sharedRecords();

it('a page with as many photos of phones as are kept of a person gets a small picture of each', async () => {
  const { avatars, change } = await world(records());
  const bytes = await plain(8, 8, [200, 0, 0]);
  const { avatar } = await avatars.replace(change, { bytes });
  if (!avatar) throw new Error('Expected a picture');
  const source = { ...avatar, bytes, bytesPerPixel: 4 };
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const originals: Pick<Originals, 'use'> = { use: (_avatar, task) => begun.then(() => task(source)) };
  const thumbnails = createThumbnails({
    originals: { ...originals, read: () => expect.unreachable() },
    decodeQueue: createDecodeQueue(createSemaphore({ tasks: 1 }), null),
  });
  // Each takes a second and a half.
  const heic = { ...avatar, format: 'heic' as const, width: 4032, height: 3024 };
  const photos = Array.from({ length: KEPT_VERSIONS + 1 }, (_, at) => ({ ...heic, key: `k${at}` }));
  const resized = Promise.all(photos.map((photo) => thumbnails.of(photo, 128)));
  begin();
  expect((await resized).map(({ byteLength }) => byteLength > 0)).toEqual(photos.map(() => true));
});
