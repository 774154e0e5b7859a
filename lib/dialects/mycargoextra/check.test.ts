import { beforeAll, expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { expectColour, OLD_COLOUR, pathOf, tiny } from '@/testing/in-process/pictures';
import { formOf, message, wireOf } from '@/testing/in-process/wire';
import { ADDRESS } from '@/testing/requests';

const PATH = '/api/v1/user/check';
const app = await createTestApp();

/** A person with a picture larger than the size in the URL of the response. */
let owner: TestPerson;
beforeAll(async () => {
  owner = await app.open();
  const body = await tiny('png', OLD_COLOUR, 300);
  expect((await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body })).status).toBe(200);
});

it.each<[name: string, cookie: string, headers: (token: string) => Record<string, string>]>([
  ['Bearer', 'userToken', bearer],
  ['the cookie userToken', 'userToken', (token) => ({ Cookie: `userToken=${token}` })],
  ['the cookie customerToken', 'customerToken', (token) => ({ Cookie: `theme=dark; customerToken=${token}` })],
  ['the cookie customerToken beside an empty one', 'customerToken', (token) => ({ Cookie: `userToken=; customerToken=${token}` })],
])('GET /api/v1/user/check – %s → 200, the token with its person, and the cookie %s, Secure over https', async (_name, cookie, headers) => {
  const response = await app.ask('GET', PATH, { headers: headers(owner.key) });
  const expected = `${cookie}=${owner.key}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`;
  expect(response.headers.getSetCookie()).toEqual([expected]);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = await response.json();
  expect({ status: response.status, body }).toEqual({
    status: 200,
    body: {
      token: owner.key,
      id: owner.id,
      email: owner.email,
      name: owner.name,
      avatar: expect.stringMatching(new RegExp(`^${ADDRESS}/media/[0-9a-f]{40}/290\\.png$`)),
    },
  });
  await expectColour(app, body.avatar, OLD_COLOUR);
});

it('GET /api/v1/user/check – a person without a picture has the generated avatar', async () => {
  const { auth } = await app.open();
  const { avatar } = await (await app.ask('GET', PATH, { headers: auth })).json();
  expect((await app.ask('GET', pathOf(avatar))).headers.get('content-type')).toBe('image/png');
});

it('GET /api/v1/user/check – an access token is stored in the cookie as well, which allows same-origin writes', async () => {
  const person = await app.open();
  const grant = new URLSearchParams({ grant_type: 'password', username: person.email, password: person.password });
  const { access_token: token } = await (await app.ask('POST', '/oauth2/token/', { body: grant })).json();
  const checked = await app.ask('GET', PATH, { headers: bearer(token) });
  expect((await checked.json()).token).toBe(token);
  const [cookie = ''] = checked.headers.getSetCookie().map((header) => header.split(';', 1)[0]);
  const body = formOf({ avatar: await tiny('png', [20, 60, 220]) }, 'me.png');
  const headers = { Cookie: cookie, Origin: ADDRESS };
  expect((await app.ask('PATCH', '/api/v1/user/avatar', { headers, body })).status).toBe(200);
  await expectColour(app, `/u/${person.id}/avatar`, [20, 60, 220]);
});

it.each<[name: string, headers: Record<string, string>]>([
  ['no token', {}],
  ['an unknown token', bearer('x'.repeat(32))],
  ['a forged token', bearer('eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.')],
  ['another scheme', { Authorization: 'Basic YTpi' }],
  ['an unknown token in the cookie', { Cookie: 'userToken=abc' }],
])('GET /api/v1/user/check – %s → 401 Unauthorized, and no cookie', async (_name, headers) => {
  const response = await app.ask('GET', PATH, { headers });
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await wireOf(response)).toEqual(message(401, 'Unauthorized'));
});
