import { describe, expect, it } from 'vitest';
import { allApis } from '@/testing/all-apis';
import { gravatarWorlds } from '@/testing/gravatar-worlds';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixels } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import { principal, world } from '@/testing/world';
import type { GravatarAnswer } from './ports';
import { sha256 } from './record';

const records = sharedRecords();
const { ownWorld, copiedWorld } = gravatarWorlds(records);

/** What may come of asking Gravatar that is no picture, and what is said of it. */
const FAILURES: [name: string, answer: () => Promise<GravatarAnswer>, code: string, status: number, words: string][] = [
  ['has none', async () => ({ kind: 'none' }), 'gravatar_not_found', 404, 'Gravatar has no picture for your e-mail address.'],
  ['cannot be reached', async () => ({ kind: 'failed' }), 'gravatar_unavailable', 502, 'Gravatar could not be reached'],
  [
    'sends a page',
    async () => ({ kind: 'picture', bytes: Buffer.from('<html>Log in</html>') }),
    'gravatar_unusable',
    502,
    'cannot be used here',
  ],
  ['sends nothing', async () => ({ kind: 'picture', bytes: new Uint8Array() }), 'gravatar_unusable', 502, 'cannot be used here'],
  [
    'sends half of a picture',
    async () => ({ kind: 'picture', bytes: (await photo(300, 200)).subarray(0, 4000) }),
    'gravatar_unusable',
    502,
    'cannot be used here',
  ],
];

describe.each(FAILURES)('where Gravatar %s', (_name, answer, code, status, words) => {
  it('neither looking nor switching changes anything, whatever is shown', async () => {
    for (const open of [ownWorld, copiedWorld, () => world(records())]) {
      const it = await open();
      it.gravatar.answer = await answer();
      const before = { picture: await it.served({}), state: await it.state(), keys: await keysBelow(it.storage) };
      const { send } = allApis(records(), it);
      for (const method of ['POST', 'PUT']) {
        const response = await send('/api/me/avatar/gravatar', { method });
        const problem = { status, code, detail: expect.stringMatching(new RegExp(`${words}.* Nothing was changed\\.$`)) };
        expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: problem });
      }
      await it.avatars.settled();
      expect({ picture: await it.served({}), state: await it.state(), keys: await keysBelow(it.storage) }).toEqual(before);
      expect(it.reported).toEqual([]);
    }
  });
});

describe('looking at the picture that Gravatar has', () => {
  it('gets it, upright and whole, and changes nothing', async () => {
    const it = await ownWorld();
    const before = await it.state();
    const bytes = await photo(600, 400, 6);
    it.gravatar.answer = { kind: 'picture', bytes };
    const response = await allApis(records(), it).send('/api/me/avatar/gravatar', { method: 'POST' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-picture-width': '600',
      'x-picture-height': '400',
      'x-picture-sha256': sha256(bytes),
    });
    expect(await pixels(new Uint8Array(await response.arrayBuffer()))).toMatchObject({ width: 600, height: 400 });
    expect(await it.state()).toEqual(before);
  });

  it('is for the person alone, with a key that may write', async () => {
    const it = await ownWorld();
    it.gravatar.answer = { kind: 'picture', bytes: await photo(60, 40) };
    const { send } = allApis(records(), it);
    for (const [as, status] of [
      [null, 401],
      [principal(it.userId, { via: 'api-key', scopes: ['avatar:read'] }), 403],
    ] as const) {
      expect((await send('/api/me/avatar/gravatar', { method: 'POST', as })).status).toBe(status);
    }
    expect(it.gravatar.asked).toEqual([]);
  });
});

describe('switching to the picture that was looked at', () => {
  const put = (sha: string) => ({ method: 'PUT', body: JSON.stringify({ sha256: sha }) });

  it('takes just that, without asking again, also when Gravatar has another one by then or is gone', async () => {
    for (const later of [{ kind: 'picture' as const, bytes: await photo(200, 300) }, { kind: 'failed' as const }]) {
      const it = await ownWorld();
      const bytes = await photo(300, 200);
      it.gravatar.answer = { kind: 'picture', bytes };
      const seen = await it.avatars.previewGravatar(it.change);
      it.gravatar.answer = later;
      const response = await allApis(records(), it).send('/api/me/avatar/gravatar', put(seen.sha256));
      expect(await response.json()).toMatchObject({ source: 'gravatar', width: 300, height: 200 });
      expect(it.gravatar.asked).toHaveLength(1);
      expect(await it.state()).toMatchObject({ source: 'gravatar', version: 3, avatar: { sourceSha256: seen.sha256 } });
    }
  });

  it('asks again in another process, and takes no other picture', async () => {
    const it = await ownWorld();
    const before = await it.state();
    const bytes = await photo(300, 200);
    it.gravatar.answer = { kind: 'picture', bytes };
    const { sha256: seen } = await it.avatars.previewGravatar(it.change);
    it.restart();
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    const { send } = allApis(records(), it);
    const refused = await send('/api/me/avatar/gravatar', put(seen));
    expect({ status: refused.status, body: await refused.json() }).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(await it.state()).toEqual(before);
    it.gravatar.answer = { kind: 'picture', bytes };
    expect((await send('/api/me/avatar/gravatar', put(seen))).status).toBe(200);
  });

  it.each(['"abc"', '{"sha256":"abc"}', '{"sha256":1}', '{"picture":"x"}', '[]', 'nonsense'])('refuses %s', async (body) => {
    const it = await ownWorld();
    const response = await allApis(records(), it).send('/api/me/avatar/gravatar', { method: 'PUT', body });
    expect(response.status).toBe(400);
    expect(it.gravatar.asked).toEqual([]);
  });
});

describe('Cloudreve’s upload without a body', () => {
  it('makes Gravatar the source whatever it has, and the upload is one restore away', async () => {
    for (const [, answer] of FAILURES) {
      const it = await ownWorld();
      const { avatar } = await it.state();
      const before = await it.served({});
      it.gravatar.answer = await answer();
      const { send } = allApis(records(), it);
      expect(await (await send('/user/setting/avatar', { method: 'PUT' })).json()).toEqual({ code: 0, msg: '' });
      await it.avatars.settled();
      expect(await it.state()).toMatchObject({ source: 'gravatar', avatar: null });
      const restored = await send(`/api/me/avatars/${avatar?.id}/restore`, { method: 'POST' });
      expect(await restored.json()).toMatchObject({ source: 'upload', id: avatar?.id, key: avatar?.key });
      expect(await it.served({})).toEqual(before);
    }
  });
});
