import { describe, expect, it } from 'vitest';
import { bearer, createTestApp } from '@/testing/app';
import { photo, pixels, plain } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import type { GravatarAnswer } from './ports';
import { sha256 } from './record';

/** An app with one person, who has no picture, and what their client sends. */
async function withoutPicture() {
  const app = await createTestApp();
  const ada = await app.open();
  return Object.assign(app, {
    ada,
    send: (method: string, path: string, json?: unknown) => app.ask(method, path, { headers: ada.auth, json }),
    state: () => app.avatars.stateOf(ada.id),
    shown: async () => Buffer.from(await (await app.ask('GET', `/u/${ada.id}/avatar?s=128`)).arrayBuffer()),
  });
}

async function withUpload() {
  const it = await withoutPicture();
  await it.avatars.replace(it.ada.change, { bytes: await plain(60, 40, [200, 0, 0]) });
  await it.avatars.settled();
  return it;
}

async function withCopy() {
  const it = await withUpload();
  it.gravatar.answer = { kind: 'picture', bytes: await photo(300, 200) };
  await it.avatars.followGravatar(it.ada.change);
  await it.avatars.settled();
  return it;
}

/** Responses of Gravatar without a usable picture, and the error for each. */
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
  it('neither preview nor switch changes anything, whichever picture is current', async () => {
    for (const open of [withUpload, withCopy, withoutPicture]) {
      const it = await open();
      it.gravatar.answer = await answer();
      const before = { picture: await it.shown(), state: await it.state(), keys: await keysBelow(it.storage) };
      for (const method of ['POST', 'PUT']) {
        const response = await it.send(method, '/api/me/avatar/gravatar');
        const problem = { status, code, detail: expect.stringMatching(new RegExp(`${words}.* Nothing was changed\\.$`)) };
        expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: problem });
      }
      await it.avatars.settled();
      expect({ picture: await it.shown(), state: await it.state(), keys: await keysBelow(it.storage) }).toEqual(before);
      expect(it.reported).toEqual([]);
    }
  });
});

describe('a preview of the Gravatar', () => {
  it('has the whole picture, upright, and changes nothing', async () => {
    const it = await withUpload();
    const before = await it.state();
    const bytes = await photo(600, 400, 6);
    it.gravatar.answer = { kind: 'picture', bytes };
    const response = await it.send('POST', '/api/me/avatar/gravatar');
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

  it('is only for the person, with the write scope', async () => {
    const it = await withUpload();
    it.gravatar.answer = { kind: 'picture', bytes: await photo(60, 40) };
    const readOnly = bearer(await it.ada.createKey(['avatar:read']));
    expect((await it.ask('POST', '/api/me/avatar/gravatar')).status).toBe(401);
    expect((await it.ask('POST', '/api/me/avatar/gravatar', { headers: readOnly })).status).toBe(403);
    expect(it.gravatar.asked).toEqual([]);
  });
});

describe('switching to the previewed picture', () => {
  it('uses exactly that without another request, also if Gravatar has changed or does not answer', async () => {
    for (const later of [{ kind: 'picture' as const, bytes: await photo(200, 300) }, { kind: 'failed' as const }]) {
      const it = await withUpload();
      const bytes = await photo(300, 200);
      it.gravatar.answer = { kind: 'picture', bytes };
      const seen = await it.avatars.previewGravatar(it.ada.change);
      it.gravatar.answer = later;
      const response = await it.send('PUT', '/api/me/avatar/gravatar', { sha256: seen.sha256 });
      expect(await response.json()).toMatchObject({ source: 'gravatar', width: 300, height: 200 });
      expect(it.gravatar.asked).toHaveLength(1);
      expect(await it.state()).toMatchObject({ source: 'gravatar', version: 3, avatar: { sourceSha256: seen.sha256 } });
    }
  });

  it('fetches again in another process, and refuses any other picture', async () => {
    const it = await withUpload();
    const before = await it.state();
    const bytes = await photo(300, 200);
    it.gravatar.answer = { kind: 'picture', bytes };
    const { sha256: seen } = await it.avatars.previewGravatar(it.ada.change);
    it.restart();
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    const refused = await it.send('PUT', '/api/me/avatar/gravatar', { sha256: seen });
    expect({ status: refused.status, body: await refused.json() }).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(await it.state()).toEqual(before);
    it.gravatar.answer = { kind: 'picture', bytes };
    expect((await it.send('PUT', '/api/me/avatar/gravatar', { sha256: seen })).status).toBe(200);
  });

  it.each(['"abc"', '{"sha256":"abc"}', '{"sha256":1}', '{"picture":"x"}', '[]', 'nonsense'])('refuses %s', async (body) => {
    const it = await withUpload();
    const response = await it.ask('PUT', '/api/me/avatar/gravatar', { headers: it.ada.auth, body });
    expect(response.status).toBe(400);
    expect(it.gravatar.asked).toEqual([]);
  });
});

describe('Cloudreve’s upload without a body', () => {
  it('makes Gravatar the source whatever it has, and the upload can be restored', async () => {
    for (const [, answer] of FAILURES) {
      const it = await withUpload();
      const { avatar } = await it.state();
      const before = await it.shown();
      it.gravatar.answer = await answer();
      expect(await (await it.send('PUT', '/user/setting/avatar')).json()).toEqual({ code: 0, msg: '' });
      await it.avatars.settled();
      expect(await it.state()).toMatchObject({ source: 'gravatar', avatar: null });
      const restored = await it.send('POST', `/api/me/avatars/${avatar?.id}/restore`);
      expect(await restored.json()).toMatchObject({ source: 'upload', id: avatar?.id, key: avatar?.key });
      expect(await it.shown()).toEqual(before);
    }
  });
});
