import { expect, it } from 'vitest';
import { sharedRecords } from '@/lib/testing/database';
import { photo } from '@/lib/testing/pictures';
import { world } from '@/lib/testing/world';

const records = sharedRecords();

it('whoever goes away while their picture is processed keeps the old one', async () => {
  const { avatars, change, state } = await world(records());
  const { removed: _, ...before } = await avatars.replace(change, { bytes: await photo(60, 40) });
  const signal = AbortSignal.abort();
  await expect(avatars.replace({ ...change, signal }, { bytes: await photo(40, 60) })).rejects.toMatchObject({ code: 'truncated_body' });
  expect(await state()).toEqual(before);
});

it('a crop is never put on a picture that was uploaded while it was rendered', async () => {
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
  await expect(it.avatars.edit(it.change, { crop })).rejects.toMatchObject({ code: 'precondition_failed' });
  expect(await it.state()).toMatchObject({ version: 3, avatar: { width: 300, crop: { width: 300 } } });
});
