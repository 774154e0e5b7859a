import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, tiny } from '@/testing/in-process/pictures';
import { native } from '@/testing/in-process/uploads';

const [RED, GREEN, BLUE]: [Colour, Colour, Colour] = [
  [200, 20, 20],
  [20, 180, 20],
  [20, 20, 200],
];

const hashOf = (algorithm: 'md5' | 'sha256', email: string) => createHash(algorithm).update(email).digest('hex');

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});

/** A person whose earlier picture is red and whose current one is green. */
let ada: TestPerson;
let second: { id: number; email: string };
let number = 0;
beforeEach(async () => {
  ada = await app.open();
  for (const colour of [RED, GREEN]) await native.send(app, ada, await tiny('png', colour, 200));
  number += 1;
  second = await app.records.addAddress(ada.id, { email: `second${number}@example.org`, proof: 'assumed' });
});

const versions = async () => (await app.ask('GET', '/api/me/avatars', { headers: ada.auth })).json();
const show = (shows: unknown, id = second.id) => app.ask('PATCH', `/api/me/addresses/${id}`, { headers: ada.session, json: { shows } });
async function showEarlier() {
  const [, earlier] = await versions();
  const response = await show({ avatar: earlier.id });
  expect([response.status, (await response.json()).shows]).toEqual([200, { avatar: earlier.id }]);
  return earlier.id as number;
}
const policy = (json: object) => app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json });

/** Every address under which applications ask by a hash of an e-mail address. */
const pathsOf = (email: string) => {
  const [md5, sha256] = [hashOf('md5', email), hashOf('sha256', email)];
  return [
    `/avatar/${md5}`,
    `/avatar/${md5.toUpperCase()}.png`,
    `/avatar/${sha256}`,
    `/avatar.php?gravatar_id=${md5}`,
    `/avatar?gravatar_id=${sha256}`,
  ];
};
const withQuery = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;
async function expectByHash(email: string, colour: Colour | null) {
  for (const path of pathsOf(email)) {
    if (colour) await expectColour(app, withQuery(path, 's=90'), colour);
    expect([path, (await app.ask('GET', withQuery(path, 'd=404'))).status]).toEqual([path, colour ? 200 : 404]);
  }
}

/** The picture that Zulip's API names for an address. */
async function zulipPicture(who: string): Promise<string> {
  const { user } = await (await app.ask('GET', `/api/v1/users/${who}`, { headers: app.admin().basic })).json();
  const redirect = await app.ask('GET', `/avatar/${encodeURIComponent(who)}`, { headers: app.admin().basic });
  expect(redirect.headers.get('location')).toBe(user.avatar_url);
  return user.avatar_url;
}

describe('an address with a picture of its own', () => {
  it('shows it by every hash, to Zulip, and below its key, while the account and other addresses show the current one', async () => {
    await expectByHash(second.email, GREEN);
    await showEarlier();
    await expectByHash(second.email, RED);
    await expectByHash(ada.email, GREEN);
    await expectColour(app, `/u/${ada.id}/avatar`, GREEN);
    await expectColour(app, await zulipPicture(second.email), RED);
    await expectColour(app, await zulipPicture(String(ada.id)), GREEN);
    const [, { key }] = await app.records.history(ada.id).then((all) => [all[0], all[1] ?? expect.unreachable()] as const);
    await expectColour(app, `/media/${key}/256.webp`, RED);
    await expectColour(app, `/media/${key}/64.jpg`, RED);
  });

  it('keeps it when the account shows another one, has none, or more versions are saved than are kept', async () => {
    await showEarlier();
    for (let count = 0; count < 12; count += 1) await native.send(app, ada, await tiny('png', BLUE, 100 + count));
    await app.avatars.settled();
    await app.avatars.sweep();
    await expectByHash(second.email, RED);
    await expectByHash(ada.email, BLUE);
    await app.ask('DELETE', '/api/me/avatar', { headers: ada.auth });
    await expectByHash(second.email, RED);
    await expectByHash(ada.email, null);
  });

  it('gives it up for the one of the account, and its renditions are gone from the store', async () => {
    await showEarlier();
    await expectByHash(second.email, RED);
    await app.avatars.settled();
    const key = (await app.records.history(ada.id))[1]?.key ?? expect.unreachable();
    const stored = async () => {
      const found: string[] = [];
      for await (const object of app.storage.list(`renditions/${key}`)) found.push(object.key);
      return found.length;
    };
    expect(await stored()).toBeGreaterThan(0);
    await show('account');
    await app.avatars.settled();
    expect(await stored()).toBe(0);
    await expectByHash(second.email, GREEN);
    const old = await app.ask('GET', `/media/${key}/64.png`);
    expect([old.status, old.headers.get('location')?.includes(key)]).toEqual([302, false]);
  });

  it('answers as an unknown hash where it shows none, and with the generated avatar in Zulip', async () => {
    await show('none');
    await expectByHash(second.email, null);
    await expectByHash(ada.email, GREEN);
    for (const query of ['', 'd=initials', 'd=mp', 'd=https://example.org/a.png']) {
      const ask = async (hash: string) => {
        const response = await app.ask('GET', `/avatar/${hash}.png?${query}`);
        const { etag, location, 'cache-control': cacheControl } = Object.fromEntries(response.headers);
        return { status: response.status, location, cacheControl, ...(query === '' && { etag }) };
      };
      expect(await ask(hashOf('sha256', second.email))).toEqual(await ask(hashOf('sha256', 'unknown@example.org')));
    }
    expect(await zulipPicture(second.email)).toBe(`/user_avatars/1/${(await app.avatars.stateOf(ada.id)).generatedKey}.png`);
    await expectColour(app, await zulipPicture(String(ada.id)), GREEN);
  });

  it('is not changed by an ETag of the picture before', async () => {
    const path = `/avatar/${hashOf('md5', second.email)}.png?s=40`;
    const etag = (await app.ask('GET', path)).headers.get('etag') ?? '';
    expect((await app.ask('GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    await showEarlier();
    expect((await app.ask('GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(200);
  });
});

describe('PATCH /api/me/addresses/{id} with shows', () => {
  it.each([
    ['another word', 'nothing'],
    ['a number', 12],
    ['a key', { avatar: 'a'.repeat(40) }],
  ])('is refused for %s', async (_title, shows) => {
    const response = await show(shows);
    expect([response.status, (await response.json()).fields]).toEqual([
      400,
      { shows: 'Expected "account", "none" or an object such as {"avatar": 12}, with the id of a version.' },
    ]);
  });

  it('is refused for versions of others', async () => {
    const eve = await app.open();
    await native.send(app, eve, await tiny('png', BLUE));
    const [{ id }] = await (await app.ask('GET', '/api/me/avatars', { headers: eve.auth })).json();
    const refused = await show({ avatar: id });
    expect([refused.status, (await refused.json()).code]).toEqual([404, 'not_found']);
    await expectByHash(second.email, GREEN);
  });

  it('is refused where only administrators may change pictures, and for a locked picture', async () => {
    const [, earlier] = await versions();
    const answers = () =>
      Promise.all(
        [{ avatar: earlier.id }, 'none', 'account'].map(async (shows) => {
          const response = await show(shows);
          return [response.status, (await response.json()).code];
        }),
      );
    const refused = Array(3).fill([403, 'changes_disabled']);
    await policy({ avatarChangesDisabled: true });
    expect(await answers()).toEqual(refused);
    await policy({ avatarChangesDisabled: false });
    await app.records.lockPicture(ada.id, { until: new Date(Date.now() + 60_000), reason: 'It shows another person' });
    expect(await answers()).toEqual(refused);
    await expectByHash(second.email, GREEN);
  });

  it('is overruled by an administrator, who removes what any address shows, also of an account without a picture', async () => {
    await showEarlier();
    await app.ask('DELETE', '/api/me/avatar', { headers: ada.auth });
    const seen = await (await app.ask('GET', `/api/people/${ada.id}`, { headers: app.admin().session })).json();
    expect(seen.versions.map(({ current, addresses }: Record<string, unknown>) => [current, addresses])).toEqual([
      [false, 0],
      [false, 1],
    ]);
    const json = { reason: 'It shows another person', block: 'person' };
    expect((await app.ask('DELETE', `/api/people/${ada.id}/avatar`, { headers: app.admin().session, json })).status).toBe(204);
    await expectByHash(second.email, null);
    expect(await versions()).toHaveLength(1);
    expect((await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: await tiny('png', RED, 200) })).status).toBe(403);
  });

  it('is not shown any more once another person has proved the address', async () => {
    await showEarlier();
    await expectByHash(second.email, RED);
    const account = { issuer: 'https://sso.example.org', subject: second.email };
    await app.records.openWithIdentity(account, { email: second.email, name: 'Eve', generatedKey: hashOf('sha256', second.email) }, true);
    await expectByHash(second.email, null);
    await expectByHash(ada.email, GREEN);
  });

  it('is in the audit log, without the address', async () => {
    const id = await showEarlier();
    const { entries } = await (
      await app.ask('GET', `/api/audit?subject=${ada.id}&action=address-changed`, { headers: app.admin().session })
    ).json();
    expect(entries).toMatchObject([{ details: { addressId: second.id, shows: `version ${id}` } }]);
  });
});

describe('GET /api/me/avatars/{id}/picture', () => {
  it('is a small picture of an earlier version, for its owner alone', async () => {
    const [, { id }] = await versions();
    const ask = (headers: Record<string, string>) => app.ask('GET', `/api/me/avatars/${id}/picture`, { headers });
    const found = await ask(ada.session);
    const { etag, ...headers } = Object.fromEntries(found.headers);
    expect([found.status, headers]).toEqual([
      200,
      expect.objectContaining({ 'content-type': 'image/webp', 'cache-control': 'private, no-cache' }),
    ]);
    expect((await ask({ ...ada.session, 'If-None-Match': etag ?? '' })).status).toBe(304);
    const eve = await app.open();
    expect([(await ask(eve.session)).status, (await ask({})).status, (await ask(app.admin().session)).status]).toEqual([404, 401, 404]);
  });
});

describe('where the policy switches look-ups by hash off', () => {
  it('every hash answers as an unknown one at once, and pages, Zulip and the owner see the picture', async () => {
    await expectByHash(ada.email, GREEN);
    expect((await policy({ hashLookup: false })).status).toBe(200);
    await expectByHash(ada.email, null);
    await expectByHash(second.email, null);
    const silhouette = (await app.ask('GET', `/avatar/${'0'.repeat(32)}`)).headers.get('etag');
    expect((await app.ask('GET', `/avatar/${hashOf('md5', ada.email)}`)).headers.get('etag')).toBe(silhouette);
    await expectColour(app, `/u/${ada.id}/avatar`, GREEN);
    await expectColour(app, await zulipPicture(ada.email), GREEN);
    expect((await app.ask('GET', '/api/me/avatar', { headers: ada.session })).status).toBe(200);
    await policy({ hashLookup: true });
    await expectByHash(ada.email, GREEN);
  });
});
