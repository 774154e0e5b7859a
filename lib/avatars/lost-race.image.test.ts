import { expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import { world } from '@/testing/world';

const records = sharedRecords();

it('a client that disconnects while its upload is processed keeps the old picture', async () => {
  const { avatars, change, state, storage } = await world(records());
  const { removed: _, ...before } = await avatars.replace(change, { bytes: await photo(60, 40) });
  const stored = await keysBelow(storage);
  const signal = AbortSignal.abort();
  await expect(avatars.replace({ ...change, signal }, { bytes: await photo(40, 60) })).rejects.toMatchObject({ code: 'truncated_body' });
  expect(await state()).toEqual(before);
  expect(await keysBelow(storage)).toEqual(stored);
});

it('an outdated If-Match is refused before the upload is decoded', async () => {
  const { avatars, change, storage } = await world(records());
  await avatars.replace(change, { bytes: await photo(60, 40) });
  storage.calls.length = 0;
  const late = avatars.replace({ ...change, expectedVersion: 1 }, { bytes: await photo(40, 60) });
  await expect(late).rejects.toMatchObject({ code: 'precondition_failed' });
  expect(storage.calls).toEqual([]);
});

it('of two concurrent changes of one version, one is refused, and none of its objects remain in the storage', async () => {
  const it = await world(records());
  await it.avatars.replace(it.change, { bytes: await photo(60, 40) });
  const single = { ...it.change, expectedVersion: 2 };
  const results = await Promise.allSettled([200, 300].map(async (side) => it.avatars.replace(single, { bytes: await photo(side, side) })));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await it.avatars.settled();
  const { avatar } = await it.state();
  const history = await it.avatars.history(it.change.principal);
  expect(await keysBelow(it.storage)).toEqual(
    [
      ...history.map(({ originalKey }) => `originals/${originalKey}`),
      ...[64, 128, 256, 512].map((size) => `renditions/${avatar?.key}/${size}.webp`),
    ].sort(),
  );
});

it('a crop is never applied to a picture that was uploaded while the crop was rendered', async () => {
  const upload = await photo(60, 40);
  // The upload lands in the last moment before the framing is saved.
  let land = async () => {};
  const it = await world(records(), {
    async save(...args) {
      await land();
      return records().save(...args);
    },
  });
  await it.avatars.replace(it.change, { bytes: upload });
  const other = await photo(300, 300);
  land = async () => {
    land = async () => {};
    await it.avatars.replace(it.change, { bytes: other });
  };
  const crop = { x: 0, y: 0, width: 20, height: 20, rotate: 0 };
  await expect(it.avatars.reframe(it.change, { crop })).rejects.toMatchObject({ code: 'precondition_failed' });
  expect(await it.state()).toMatchObject({ version: 3, avatar: { width: 300, crop: { width: 300 } } });
});

it('a description for a version by its id is never given to a picture that was uploaded meanwhile', async () => {
  let land = async () => {};
  const it = await world(records(), {
    async describe(...args) {
      await land();
      return records().describe(...args);
    },
  });
  const { avatar } = await it.avatars.replace(it.change, { bytes: await photo(60, 40) });
  const other = await photo(40, 60);
  land = async () => void (await it.avatars.replace(it.change, { bytes: other, alt: 'Another' }));
  await expect(it.avatars.reframe(it.change, { alt: 'The first' }, avatar?.id)).rejects.toMatchObject({ code: 'precondition_failed' });
  expect(await it.state()).toMatchObject({ version: 3, avatar: { alt: 'Another' } });
});
