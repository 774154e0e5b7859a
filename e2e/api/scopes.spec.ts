import type { TestPerson } from '../people';
import type { Server } from '../server';
import { failure, signIn } from './cloudreve';
import { expect, test } from './fixtures';
import { answered, OPEN } from './ulule-fixtures';
import { basic, basicOf, error } from './zulip-wire';

/** A key that may change the picture and read nothing that only its owner may read. */
async function writeOnly({ baseURL }: Server, person: TestPerson): Promise<TestPerson> {
  const created = await fetch(`${baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basicOf(`${person.email}:${person.password}`), 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: ['avatar:write'] }),
  });
  const { key } = await created.json();
  return { ...person, key, auth: { Authorization: `Bearer ${key}` } };
}

const PERMISSION_ERROR = [{ fieldNames: [], classification: 'PermissionError', message: expect.stringContaining('avatar:read') }];
const INSUFFICIENT = error('Insufficient permission', 'BAD_REQUEST');

/** What each API has of a person that nobody else may see, and how it says that a key may not. */
const PRIVATE: { call: string; headers?: (person: TestPerson) => Record<string, string>; status: number; body: unknown }[] = [
  { call: 'GET /api/me', status: 403, body: expect.objectContaining({ code: 'forbidden' }) },
  { call: 'GET /api/v1/user/check', status: 403, body: { message: 'Access denied' } },
  { call: 'GET /user/me', status: 200, body: failure(403, 'Permission denied') },
  { call: 'GET /session/oauth/userinfo', status: 200, body: failure(403, 'Permission denied') },
  { call: 'GET /v1/me', status: 403, body: PERMISSION_ERROR },
  { call: 'GET /api/v1/users/me', headers: basic, status: 400, body: INSUFFICIENT },
  { call: 'POST /api/v1/register', headers: basic, status: 400, body: INSUFFICIENT },
];

for (const { call, headers = ({ auth }: TestPerson) => auth, status, body } of PRIVATE) {
  test(`${call} with a key of avatar:write alone → ${status} in the words of its API`, async ({ server, owner }) => {
    const [method = '', path] = call.split(' ');
    const ask = async (person: TestPerson) => fetch(server.baseURL + path, { method, headers: headers(person) });
    const refused = await ask(await writeOnly(server, owner));
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect(await answered(refused)).toEqual({ status, body });
    // With a key that may read as well, it is answered.
    expect(await answered(await ask(owner))).toEqual({ status: 200, body: expect.not.objectContaining({ code: 403 }) });
  });
}

test('what everyone sees, such a key sees as well, and no more of its owner than that', async ({ server, owner }) => {
  const writer = await writeOnly(server, owner);
  const get = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(server.baseURL + path, { headers });
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    return response.json();
  };
  const { id } = await signIn(server, owner);
  for (const path of [`/v1/users/${owner.id}`, `/v1/avatars/${owner.id}`, `/user/info/${id}`, `/api/users/${owner.id}/avatar`]) {
    expect(await get(path, { ...writer.auth, ...OPEN })).toEqual(await get(path, path.startsWith('/user/') ? owner.auth : OPEN));
  }
  const asOthers = { email: `user${owner.id}@localhost`, delivery_email: null };
  expect((await get(`/api/v1/users/${owner.id}`, basic(writer))).user).toMatchObject(asOthers);
  const { members } = await get('/api/v1/users', basic(writer));
  expect(members.find(({ user_id }: { user_id: number }) => user_id === owner.id)).toMatchObject(asOthers);
  const { max_avatar_file_size_mib } = await (
    await fetch(`${server.baseURL}/api/v1/register`, {
      method: 'POST',
      headers: basic(writer),
      body: new URLSearchParams({ fetch_event_types: '["realm"]' }),
    })
  ).json();
  expect(max_avatar_file_size_mib).toBe(5);
});

test('PATCH /v1/avatars/:id without an image – shows such a key what it shows everyone', async ({ server, owner }) => {
  const { auth } = await writeOnly(server, owner);
  const patch = async (headers: Record<string, string>) =>
    (await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, { method: 'PATCH', headers })).json();
  const shown = await (await fetch(`${server.baseURL}/v1/avatars/${owner.id}`)).json();
  expect(shown.name).toBe('picture');
  expect(await patch(owner.auth)).toEqual(shown);
  expect(await patch(auth)).toEqual(shown);
});
