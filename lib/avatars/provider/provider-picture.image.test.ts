import { describe, expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { type World, world } from '@/testing/world';
import type { GravatarAnswer } from '../ports';
import { sha256 } from '../record';
import { createProviderPicture } from './provider-picture';

const records = sharedRecords();

const URL_OF_ADA = 'https://sso.example.org/ada.png';
const NEVER = { pictureUrl: null, pictureAt: null };
const fetched = (pictureAt = new Date(), pictureUrl = URL_OF_ADA) => ({ pictureUrl, pictureAt });

async function provided(isSource = false) {
  const it = await world(records());
  const asked: string[] = [];
  const state: { answer: GravatarAnswer } = { answer: { kind: 'picture', bytes: await photo(300, 200, 1) } };
  const pictureAt = async (url: string) => {
    asked.push(url);
    return state.answer;
  };
  const take = createProviderPicture({ records: it.records, replace: it.avatars.replace, pictureAt, isSource });
  return Object.assign(it, { take, asked, answered: state });
}

const upload = async (it: World) => it.avatars.replace(it.change, { bytes: await photo(120, 120, 1) });

describe('the picture of a provider', () => {
  it('is encoded like an upload, for a person without a picture', async () => {
    const it = await provided();
    expect(await it.take(it.userId, URL_OF_ADA, NEVER)).toBe(true);
    const state = await it.state();
    expect(state).toMatchObject({ source: 'directory', version: 2, avatar: { width: 300, height: 200, fileName: 'directory' } });
    expect((await it.served({ size: 64 })).byteLength).toBeGreaterThan(0);
  });

  it('never takes the place of an upload, unless the administrator says so', async () => {
    const it = await provided();
    await upload(it);
    expect(await it.take(it.userId, URL_OF_ADA, NEVER)).toBe(false);
    expect([it.asked, (await it.state()).source]).toEqual([[], 'upload']);
    const other = await provided(true);
    await upload(other);
    expect(await other.take(other.userId, URL_OF_ADA, fetched())).toBe(true);
    expect(await other.state()).toMatchObject({ source: 'directory' });
  });

  it('is not fetched again within a day while its address stays the same, and then changes nothing if it is the same', async () => {
    const it = await provided();
    await it.take(it.userId, URL_OF_ADA, NEVER);
    expect(await it.take(it.userId, URL_OF_ADA, fetched())).toBe(false);
    expect(it.asked).toHaveLength(1);
    expect(await it.take(it.userId, URL_OF_ADA, fetched(new Date(Date.now() - 25 * 3600_000)))).toBe(true);
    expect(await it.state()).toMatchObject({ version: 2 });
    const bytes = await photo(200, 300, 1);
    it.answered.answer = { kind: 'picture', bytes };
    expect(await it.take(it.userId, `${URL_OF_ADA}?v=2`, fetched())).toBe(true);
    expect(await it.state()).toMatchObject({ source: 'directory', version: 3, avatar: { sourceSha256: sha256(bytes) } });
  });

  it('does not come back to a person who has removed it, until it has another address', async () => {
    const it = await provided();
    await it.take(it.userId, URL_OF_ADA, NEVER);
    await it.avatars.remove(it.change);
    expect(await it.take(it.userId, URL_OF_ADA, fetched(new Date(0)))).toBe(false);
    expect(await it.state()).toMatchObject({ source: 'none' });
    expect(await it.take(it.userId, `${URL_OF_ADA}?v=2`, fetched())).toBe(true);
  });

  it.each(['none', 'failed'] as const)('changes nothing if the answer is %s', async (kind) => {
    const it = await provided(true);
    await upload(it);
    const before = await it.state();
    it.answered.answer = { kind };
    expect(await it.take(it.userId, URL_OF_ADA, NEVER)).toBe(false);
    expect(await it.state()).toEqual(before);
  });

  it('that cannot be used changes nothing, and is reported without its address', async () => {
    const it = await provided();
    const before = await it.state();
    it.answered.answer = { kind: 'picture', bytes: new Uint8Array(Buffer.from('<svg/>')) };
    const message = `The provider's picture of user ${it.userId} cannot be used`;
    await expect(it.take(it.userId, URL_OF_ADA, NEVER)).rejects.toMatchObject({ message, cause: { code: 'unsupported_format' } });
    expect(await it.state()).toEqual(before);
  });

  it('is refused while people may not change pictures, unless it is the source; a locked picture stays', async () => {
    const [it, source] = [await provided(), await provided(true)];
    const policy = { ...(await it.records.policy()), avatarChangesDisabled: true };
    for (const one of [it, source]) Object.assign(one.records, { policy: async () => policy });
    expect(await it.take(it.userId, URL_OF_ADA, NEVER)).toBe(false);
    expect(await source.take(source.userId, URL_OF_ADA, NEVER)).toBe(true);
    await source.records.lockPicture(source.userId, { until: new Date(Date.now() + 60_000), reason: 'A quarrel' });
    source.answered.answer = { kind: 'picture', bytes: await photo(200, 300, 1) };
    expect(await source.take(source.userId, `${URL_OF_ADA}?v=2`, fetched())).toBe(false);
    expect(await source.state()).toMatchObject({ source: 'directory', version: 2 });
  });
});
