import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { expectNoChange, expectPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { error, NOT_LOGGED_IN, PICTURE_PATH, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const SESSION_PATH = '/json/users/me/avatar';

const app = await createTestApp();
const yellow = await tiny('png', [250, 250, 0]);
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

describe(`${SESSION_PATH} – the session of a browser`, () => {
  const upload = (headers: Record<string, string>) => app.ask('POST', SESSION_PATH, { headers, body: formOf({ file: yellow }) });

  it('changes the picture if the request is same-origin', async () => {
    const person = await openOwner(app);
    expect(await whole(await upload(person.session))).toEqual({
      status: 200,
      body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
    });
    await expectPicture(app, person, [250, 250, 0]);
    expect((await app.ask('DELETE', SESSION_PATH, { headers: person.session })).status).toBe(200);
    expect(await app.avatars.stateOf(person.id)).toMatchObject({ source: 'none' });
  });

  it('from another site → 403 CSRF_FAILED', async () => {
    const headers = { ...owner.session, Origin: 'https://evil.example' };
    expect(await whole(await expectNoChange(app, owner, () => upload(headers)))).toEqual({
      status: 403,
      body: { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
    });
  });

  it('without a session, or with a key → 401', async () => {
    for (const headers of [{}, owner.basic]) {
      const response = await expectNoChange(app, owner, () => upload(headers));
      expect(response.headers.get('www-authenticate')).toBe('Session realm="zulip"');
      expect(await whole(response)).toEqual({ status: 401, body: NOT_LOGGED_IN });
    }
  });

  it(`is not accepted at ${PATH}`, async () => {
    const response = await expectNoChange(app, owner, () => app.ask('DELETE', PATH, { headers: owner.session }));
    expect(await whole(response)).toEqual({ status: 401, body: NOT_LOGGED_IN });
  });
});
