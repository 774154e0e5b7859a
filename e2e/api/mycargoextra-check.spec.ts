import { openAccount } from '../people';
import { discard, startServer } from '../server';
import { expect, expectPicture, plain, test } from './fixtures';

const PATH = '/api/v1/user/check';
const UNAUTHORIZED = { status: 401, body: { message: 'Unauthorized' } };
const answered = async (response: Response) => ({ status: response.status, body: await response.json() });

const WAYS: [name: string, kept: string, (token: string) => Record<string, string>][] = [
  ['Bearer', 'userToken', (token) => ({ Authorization: `Bearer ${token}` })],
  ['the cookie userToken', 'userToken', (token) => ({ Cookie: `userToken=${token}` })],
  ['the cookie customerToken', 'customerToken', (token) => ({ Cookie: `theme=dark; customerToken=${token}` })],
  ['the cookie customerToken beside an empty one', 'customerToken', (token) => ({ Cookie: `userToken=; customerToken=${token}` })],
];

for (const [name, kept, headers] of WAYS) {
  test(`GET ${PATH} – ${name} → 200, the token with whose it is, and the cookie ${kept} anew`, async ({ server, owner }) => {
    const response = await fetch(server.baseURL + PATH, { headers: headers(owner.key) });
    const cookie = `${kept}=${owner.key}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`;
    expect(response.headers.getSetCookie()).toEqual([cookie]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { status, body } = await answered(response);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        token: owner.key,
        id: owner.id,
        email: owner.email,
        name: owner.name,
        avatar: expect.stringMatching(new RegExp(`^${server.baseURL}/media/[0-9a-f]{40}/290\\.png$`)),
      },
    });
    await expectPicture(body.avatar, [200, 30, 90]);
  });
}

test(`GET ${PATH} – someone without a picture has the generated one`, async ({ server, person }) => {
  const { avatar } = await (await fetch(server.baseURL + PATH, { headers: person.auth })).json();
  expect((await fetch(avatar)).headers.get('content-type')).toBe('image/png');
});

test(`GET ${PATH} – an access token is kept as well, and the cookie that it set writes from our own pages`, async ({ server, owner }) => {
  const grant = new URLSearchParams({ grant_type: 'password', username: owner.email, password: owner.password });
  const { access_token: token } = await (await fetch(`${server.baseURL}/oauth2/token/`, { method: 'POST', body: grant })).json();
  const checked = await fetch(server.baseURL + PATH, { headers: { Authorization: `Bearer ${token}` } });
  expect((await checked.json()).token).toBe(token);
  const [cookie = ''] = checked.headers.getSetCookie().map((header) => header.split(';', 1)[0]);
  const data = new FormData();
  data.append('avatar', new Blob([await plain('png', [20, 60, 220])]), 'me.png');
  const headers = { Cookie: cookie, Origin: server.baseURL };
  expect((await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers, body: data })).status).toBe(200);
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [20, 60, 220]);
});

for (const [name, headers] of [
  ['no token', {}],
  ['an unknown token', { Authorization: `Bearer ${'x'.repeat(32)}` }],
  ['a forged token', { Authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' }],
  ['another scheme', { Authorization: 'Basic YTpi' }],
  ['an unknown token in the cookie', { Cookie: 'userToken=abc' }],
] as const) {
  test(`GET ${PATH} – ${name} → 401 Unauthorized, and no cookie`, async ({ server }) => {
    const response = await fetch(server.baseURL + PATH, { headers });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await answered(response)).toEqual(UNAUTHORIZED);
  });
}

test(`GET ${PATH} – over https the cookie is Secure`, async () => {
  const server = await startServer({ BASE_URL: 'https://pictures.example.org' });
  try {
    const owner = await openAccount(server.baseURL);
    const [cookie] = (await fetch(server.baseURL + PATH, { headers: owner.auth })).headers.getSetCookie();
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
  } finally {
    await discard(server);
  }
});
