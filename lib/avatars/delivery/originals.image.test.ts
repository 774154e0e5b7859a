import { expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { world } from '@/testing/world';
import { createOriginals } from './originals';
import { createStorageAlerts } from './storage-alerts';

const records = sharedRecords();
const alerts = createStorageAlerts(() => {});

async function kept() {
  const { avatars, change, storage } = await world(records());
  const { avatar } = await avatars.replace(change, { bytes: await photo(300, 200) });
  if (!avatar) throw new Error('There is no picture.');
  storage.calls.length = 0;
  return { avatar, storage };
}

it('originals are read only while there is room for their bytes, however small the request for them was', async () => {
  const { avatar, storage } = await kept();
  const originals = createOriginals({ storage, alerts, bytes: avatar.sourceBytes * 2 });
  const ends: (() => void)[] = [];
  const uses = [1, 2, 3].map(() => originals.use(avatar, () => new Promise<void>((resolve) => void ends.push(resolve))));
  await expect.poll(() => ends.length).toBe(2);
  expect(storage.calls).toHaveLength(2);
  ends.shift()?.();
  await expect.poll(() => ends.length).toBe(2);
  expect(storage.calls).toHaveLength(3);
  for (const end of ends) end();
  await Promise.all(uses);
});

it('an original that is missing is said to be so, and its room is given back', async () => {
  const { avatar, storage } = await kept();
  const originals = createOriginals({ storage, alerts, bytes: avatar.sourceBytes });
  const lost = { ...avatar, originalKey: '0'.repeat(40) };
  await expect(originals.use(lost, async () => 0)).rejects.toMatchObject({ code: 'storage_failed' });
  expect(await originals.use(avatar, async ({ bytes }) => bytes.byteLength)).toBe(avatar.sourceBytes);
});
