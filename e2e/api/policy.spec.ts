import { openAccount, signInCookie, type TestPerson } from '../people';
import { discard, type Server, startServer } from '../server';
import { test as base, type Color, expect, expectOldPicture, expectPicture, form, MAX_UPLOAD_BYTES, oldPicture, plain } from './fixtures';
import { answered, basic } from './ulule-fixtures';

const OPEN = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };
const BLUE: Color = [20, 60, 220];

/** The policy holds for everyone, so these tests have a server to themselves, whose first account is the administrator's. */
const test = base.extend<{ owner: TestPerson }, { server: Server; admin: TestPerson }>({
  server: [
    async ({ browserName: _ }, use) => {
      const server = await startServer({ DATABASE_URL: '', MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) });
      await use(server);
      await discard(server);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  admin: [async ({ server }, use) => use(await openAccount(server.baseURL, 'Grace Hopper')), { scope: 'worker' }],
  // The administrator first: the account that is opened first is theirs.
  owner: async ({ server, admin }, use) => {
    await change(server, admin, OPEN);
    const owner = await openAccount(server.baseURL);
    await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', body: await oldPicture(), headers: owner.auth });
    await use(owner);
    await change(server, admin, OPEN);
  },
});

const policyOf = (server: Server, headers: Record<string, string>) => fetch(`${server.baseURL}/api/policy`, { headers });
const patch = (server: Server, headers: Record<string, string>, body: string) =>
  fetch(`${server.baseURL}/api/policy`, { method: 'PATCH', headers, body });

async function change(server: Server, admin: TestPerson, policy: object): Promise<void> {
  expect((await patch(server, admin.auth, JSON.stringify(policy))).status).toBe(200);
}

/** An upload in each API, for someone who has a picture. */
const uploads: { api: string; send: (server: Server, person: TestPerson, image: Uint8Array<ArrayBuffer>) => Promise<Response> }[] = [
  {
    api: 'PUT /api/me/avatar',
    send: ({ baseURL }, { auth }, image) => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: image }),
  },
  {
    api: 'PATCH /api/v1/user/avatar',
    send: ({ baseURL }, { auth }, avatar) =>
      fetch(`${baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: auth, body: form({ avatar }) }),
  },
  {
    api: 'PATCH /v1/avatars/:id',
    send: ({ baseURL }, { id, auth }, image) =>
      fetch(`${baseURL}/v1/avatars/${id}`, { method: 'PATCH', headers: auth, body: form({ image }) }),
  },
];

/** The same refusal in the words of each. */
const words = (problem: { status: number; code: string }, message: { status: number; message: string }, ulule: object) => [
  { status: problem.status, body: expect.objectContaining({ status: problem.status, code: problem.code }) },
  { status: message.status, body: { message: message.message } },
  ulule,
];
const onImage = { status: 400, body: [{ fieldNames: ['image'], classification: 'ValueError', message: expect.any(String) }] };

async function expectRefused(server: Server, owner: TestPerson, image: Uint8Array<ArrayBuffer>, expected: unknown[]): Promise<void> {
  for (const [index, { api, send }] of uploads.entries()) {
    expect(await answered(await send(server, owner, image)), api).toEqual(expected[index]);
    await expectOldPicture(server, owner);
  }
}

test('GET and PATCH /api/policy – the administrator sees it and changes what is named, nothing else', async ({
  server,
  admin,
  owner: _,
}) => {
  expect(await answered(await policyOf(server, admin.auth))).toEqual({ status: 200, body: OPEN });
  const steps: [object, object][] = [
    [{ maxAvatarBytes: 20_000 }, { ...OPEN, maxAvatarBytes: 20_000 }],
    [{ acceptedFormats: ['png', 'gif', 'png'] }, { avatarChangesDisabled: false, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [{}, { avatarChangesDisabled: false, maxAvatarBytes: 20_000, acceptedFormats: ['png', 'gif'] }],
    [
      { maxAvatarBytes: null, acceptedFormats: [], avatarChangesDisabled: true },
      { ...OPEN, avatarChangesDisabled: true },
    ],
  ];
  for (const [sent, expected] of steps) {
    expect(await answered(await patch(server, admin.auth, JSON.stringify(sent)))).toEqual({ status: 200, body: expected });
    expect(await answered(await policyOf(server, admin.auth))).toEqual({ status: 200, body: expected });
  }
});

const wrong: { name: string; body: string; code: string; field?: string }[] = [
  { name: 'text for true', body: '{"avatarChangesDisabled":"yes"}', code: 'invalid_request', field: 'avatarChangesDisabled' },
  { name: '9,999 bytes', body: '{"maxAvatarBytes":9999}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'half a byte', body: '{"maxAvatarBytes":20000.5}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'more bytes than fit', body: '{"maxAvatarBytes":2147483648}', code: 'invalid_request', field: 'maxAvatarBytes' },
  { name: 'an unknown format', body: '{"acceptedFormats":["bmp"]}', code: 'invalid_request', field: 'acceptedFormats.0' },
  { name: 'one format without a list', body: '{"acceptedFormats":"png"}', code: 'invalid_request', field: 'acceptedFormats' },
  { name: 'an unknown field', body: '{"avatarChangesDisabled":true,"locked":true}', code: 'invalid_request', field: 'body' },
  { name: 'a list', body: '[]', code: 'invalid_request', field: 'body' },
  { name: 'no body', body: '', code: 'invalid_request', field: 'body' },
  { name: 'no JSON', body: '{', code: 'malformed_body' },
];
for (const { name, body, code, field } of wrong) {
  test(`PATCH /api/policy – ${name} → 400 ${code}, and nothing changed`, async ({ server, admin, owner: _ }) => {
    const { status, body: problem } = await answered(await patch(server, admin.auth, body));
    const fields = field && { fields: { [field]: expect.any(String) } };
    expect({ status, problem }).toEqual({ status: 400, problem: expect.objectContaining({ code, ...fields }) });
    expect(await (await policyOf(server, admin.auth)).json()).toEqual(OPEN);
  });
}

test('GET and PATCH /api/policy – members 403, strangers 401, also with what else an administrator has', async ({
  server,
  admin,
  owner,
}) => {
  const key = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basic(admin.email, admin.password), 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: ['avatar:read'] }),
  });
  const attempts: [string, Record<string, string>, number, string][] = [
    ['a member', owner.auth, 403, 'forbidden'],
    ['a key of the administrator that may only read', { Authorization: `Bearer ${(await key.json()).key}` }, 403, 'forbidden'],
    ['nobody', {}, 401, 'not_authenticated'],
    ["the administrator's password", basic(admin.email, admin.password), 401, 'invalid_credentials'],
  ];
  for (const [who, headers, status, code] of attempts) {
    for (const response of [await policyOf(server, headers), await patch(server, headers, '{"avatarChangesDisabled":true}')]) {
      expect({ who, status: response.status, code: (await response.json()).code }).toEqual({ who, status, code });
    }
  }
  const foreign = await patch(server, { Cookie: await signInCookie(server.baseURL, admin), Origin: 'https://evil.example' }, '{}');
  expect((await foreign.json()).code).toBe('cross_origin');
  expect(await (await policyOf(server, admin.auth)).json()).toEqual(OPEN);
});

test('avatarChangesDisabled – every API refuses in its own words, and the administrator goes on', async ({ server, admin, owner }) => {
  await change(server, admin, { avatarChangesDisabled: true });
  const denied = { status: 403, body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }] };
  const refusals = words({ status: 403, code: 'changes_disabled' }, { status: 403, message: 'Access denied' }, denied);
  await expectRefused(server, owner, await plain('png', BLUE), refusals);
  const removals = ['/api/me/avatar', `/v1/avatars/${owner.id}`];
  for (const path of removals) {
    expect((await fetch(server.baseURL + path, { method: 'DELETE', headers: owner.auth })).status).toBe(403);
  }
  await expectOldPicture(server, owner);
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(true);

  for (const { api, send } of uploads) expect((await send(server, admin, await plain('png', BLUE))).ok, api).toBe(true);
  await expectPicture(`${server.baseURL}/u/${admin.id}/avatar`, BLUE);

  await change(server, admin, { avatarChangesDisabled: false });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(false);
  for (const { api, send } of uploads) expect((await send(server, owner, await plain('png', BLUE))).status, api).toBe(200);
});

const tooLarge = words({ status: 413, code: 'file_too_large' }, { status: 400, message: 'File too large' }, onImage);

test('maxAvatarBytes – lowers the ceiling of every API', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 10_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(10_000);
  await expectRefused(server, owner, await padded(10_001), tooLarge);
  for (const { api, send } of uploads) expect((await send(server, owner, await padded(10_000))).status, api).toBe(200);
});

test('maxAvatarBytes – raises no ceiling', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 50_000_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(MAX_UPLOAD_BYTES);
  const [native, myCargoExtra, ulule] = uploads;
  const over = await padded(MAX_UPLOAD_BYTES + 1);
  expect((await native?.send(server, owner, over))?.status).toBe(413);
  expect((await myCargoExtra?.send(server, owner, over))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await padded(5_000_000)))?.status).toBe(400);
  await expectOldPicture(server, owner);
});

test('acceptedFormats – narrows what every API takes, and widens none', async ({ server, admin, owner }) => {
  const refusals = words({ status: 415, code: 'unsupported_format' }, { status: 400, message: 'Invalid file type' }, onImage);
  await change(server, admin, { acceptedFormats: ['png', 'webp', 'avif'] });
  const { formats } = await (await fetch(`${server.baseURL}/api/limits`)).json();
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['png', 'webp', 'avif']);
  await expectRefused(server, owner, await plain('jpeg', BLUE), refusals);
  const [, myCargoExtra, ulule] = uploads;
  expect((await myCargoExtra?.send(server, owner, await plain('avif', BLUE)))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await plain('webp', BLUE)))?.status).toBe(400);
  await expectOldPicture(server, owner);
  for (const { api, send } of uploads) expect((await send(server, owner, await plain('png', BLUE))).status, api).toBe(200);
});

/** A PNG of exactly so many bytes: decoders stop at its end, whatever follows. */
async function padded(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Uint8Array(bytes);
  file.set(await plain('png', BLUE));
  return file;
}
