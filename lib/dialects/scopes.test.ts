import { expect, it } from 'vitest';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { enveloped, failure, message, problem, ululeError, type Wire, wireOf, zulipError } from '@/testing/in-process/wire';

const app = await createTestApp();
const owner = await openOwner(app);
/** A key with only the scope avatar:write, which cannot read private data. */
const writeKey = await owner.createKey(['avatar:write']);
const OPEN = { 'Ulule-Version': '2018-11-26' };

const byKey = (_person: TestPerson, key: string) => bearer(key);
const byZulip = ({ email }: TestPerson, key: string) => basicAuth(email, key);

/** Calls that return private data, with the refusal of each API. */
const PRIVATE: { call: string; headers: typeof byKey; words: Wire }[] = [
  { call: 'GET /api/me', headers: byKey, words: problem(403, 'forbidden') },
  { call: 'GET /api/v1/user/check', headers: byKey, words: message(403, 'Access denied') },
  { call: 'GET /user/me', headers: byKey, words: enveloped(failure(403, 'Permission denied')) },
  { call: 'GET /session/oauth/userinfo', headers: byKey, words: enveloped(failure(403, 'Permission denied')) },
  { call: 'GET /v1/me', headers: byKey, words: ululeError(403, 'PermissionError', [], expect.stringContaining('avatar:read')) },
  { call: 'GET /api/v1/users/me', headers: byZulip, words: zulipError('Insufficient permission', 'BAD_REQUEST') },
  { call: 'POST /api/v1/register', headers: byZulip, words: zulipError('Insufficient permission', 'BAD_REQUEST') },
];

for (const { call, headers, words } of PRIVATE) {
  it(`${call} with a key of avatar:write only → ${words.status} in the format of its API`, async () => {
    const [method = '', path = ''] = call.split(' ');
    const refused = await app.ask(method, path, { headers: headers(owner, writeKey) });
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect(await wireOf(refused)).toEqual(words);
    const answered = await app.ask(method, path, { headers: headers(owner, owner.key) });
    expect(await wireOf(answered)).toEqual({ status: 200, body: expect.not.objectContaining({ code: 403 }) });
  });
}

it('such a key can read public data only', async () => {
  const get = async (path: string, headers: Record<string, string>) => {
    const response = await app.ask('GET', path, { headers });
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    return response.json();
  };
  const publicPaths = [`/v1/users/${owner.id}`, `/v1/avatars/${owner.id}`, `/user/info/${owner.hashid}`, `/api/users/${owner.id}/avatar`];
  for (const path of publicPaths) {
    expect(await get(path, { ...bearer(writeKey), ...OPEN })).toEqual(await get(path, path.startsWith('/user/') ? owner.auth : OPEN));
  }
  const headers = basicAuth(owner.email, writeKey);
  const asOthers = { email: `user${owner.id}@pictures.example.org`, delivery_email: null };
  expect((await get(`/api/v1/users/${owner.id}`, headers)).user).toMatchObject(asOthers);
  const { members } = await get('/api/v1/users', headers);
  expect(members.find(({ user_id }: { user_id: number }) => user_id === owner.id)).toMatchObject(asOthers);
  const body = new URLSearchParams({ fetch_event_types: '["realm"]' });
  const { max_avatar_file_size_mib } = await (await app.ask('POST', '/api/v1/register', { headers, body })).json();
  expect(max_avatar_file_size_mib).toBe(5);
});

it('PATCH /v1/avatars/:id without an image – sends such a key the public representation', async () => {
  const patch = async (headers: Record<string, string>) => (await app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers })).json();
  const shown = await (await app.ask('GET', `/v1/avatars/${owner.id}`)).json();
  expect(shown.name).toBe('picture');
  expect(await patch(owner.auth)).toEqual(shown);
  expect(await patch(bearer(writeKey))).toEqual(shown);
});
