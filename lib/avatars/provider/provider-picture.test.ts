import { expect, it } from 'vitest';
import { AvatarError, fileBlocked } from '@/lib/errors';
import { sharedRecords } from '@/testing/memory/records';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { createProviderPicture } from './provider-picture';

const records = sharedRecords();

const ADDRESS = 'https://sso.example.org/ada.png';

/** A person with a picture of the provider. @param replace saves the picture that is fetched */
async function provided(isSource: boolean, replace: () => Promise<never>) {
  const { id } = await newPerson(records());
  await records().save(id, newAvatar(), undefined, 'directory');
  const pictureAt = async () => ({ kind: 'picture', bytes: new Uint8Array(Buffer.from(hex())) }) as const;
  const take = createProviderPicture({ records: records(), replace, pictureAt, isSource });
  return { id, take: (url: string) => take(id, url, { pictureUrl: ADDRESS, pictureAt: new Date(0) }) };
}

it.each([true, false])('a picture that an administrator has removed does not come back, source: %s', async (isSource) => {
  const failure = new AvatarError('storage_failed', 'Saved');
  const { id, take } = await provided(isSource, () => Promise.reject(failure));
  await records().point(id, null, undefined, 'none', { by: 'administrator', reason: 'Not yours', withdraws: true });
  expect(await take(ADDRESS)).toBe(false);
  // Another picture has another address.
  await expect(take(`${ADDRESS}?v=2`)).rejects.toMatchObject({ cause: failure });
});

it('a file that an administrator has blocked changes nothing, and is no failure', async () => {
  const { take } = await provided(true, () => Promise.reject(fileBlocked()));
  expect(await take(`${ADDRESS}?v=2`)).toBe(false);
});
