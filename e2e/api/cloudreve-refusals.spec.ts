import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAccount } from '../people';
import { rawRequest } from '../raw';
import { discard, startServer } from '../server';
import {
  bearer,
  call,
  failure,
  GREEN,
  INVALID_IMAGE,
  LOGIN_REQUIRED,
  MAX_BYTES,
  OK,
  PATH,
  padded,
  signIn,
  TOO_LARGE,
  WRONG_TOKEN_TYPE,
} from './cloudreve';
import { expect, expectOldPicture, form, hugePng, plain, test, truncatedJpeg } from './fixtures';

const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));

test.describe(`PUT ${PATH} – refused, and the old picture stays`, () => {
  const requestBodies: [name: string, make: () => Promise<BodyInit>, body: object][] = [
    ['AVIF', () => plain('avif', GREEN), INVALID_IMAGE],
    ['text', async () => text('not a picture'), INVALID_IMAGE],
    ['SVG', async () => text('<svg xmlns="http://www.w3.org/2000/svg"/>'), INVALID_IMAGE],
    ['BMP', async () => text('BM and no picture behind it'), INVALID_IMAGE],
    ['one byte', async () => text('x'), INVALID_IMAGE],
    ['truncated JPEG', truncatedJpeg, INVALID_IMAGE],
    ['300 megapixel header', hugePng, INVALID_IMAGE],
    ['8001 × 8001 pixels', () => plain('png', GREEN, 8001), INVALID_IMAGE],
    ['a form with a picture', async () => form({ avatar: await plain('png', GREEN) }), INVALID_IMAGE],
    ['far too many bytes', async () => new Uint8Array(16 * 1024 * 1024), TOO_LARGE],
  ];
  for (const [name, make, body] of requestBodies) {
    test(name, async ({ server, owner }) => {
      expect(await call(server, 'PUT', PATH, { headers: owner.auth, body: await make() })).toEqual(body);
      await expectOldPicture(server, owner);
    });
  }

  const strangers: [name: string, headers: Record<string, string>][] = [
    ['no token', {}],
    ['an unknown key', bearer('x'.repeat(32))],
    ['garbage', bearer(';;;')],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Digest x' }],
    ['an unsigned token', bearer(`${btoa('{"alg":"none"}')}.${btoa('{"sub":"1","token_type":"access"}')}.`)],
    ['a cookie', { Cookie: 'userToken=abc' }],
  ];
  for (const [name, headers] of strangers) {
    for (const content of ['a picture', 'no body', 'too many bytes'] as const) {
      test(`${name}, ${content} → 401 Login required`, async ({ server, owner }) => {
        const body = { 'a picture': await plain('png', GREEN), 'no body': null, 'too many bytes': new Uint8Array(MAX_BYTES + 1) }[content];
        expect(await call(server, 'PUT', PATH, { headers, body })).toEqual(LOGIN_REQUIRED);
        await expectOldPicture(server, owner);
      });
    }
  }

  test('a refresh token → 40020 Invalid token type', async ({ server, owner }) => {
    const { refresh } = await signIn(server, owner);
    const body = await plain('png', GREEN);
    expect(await call(server, 'PUT', PATH, { headers: bearer(refresh), body })).toEqual(WRONG_TOKEN_TYPE);
    await expectOldPicture(server, owner);
  });

  test('a key that may only read → 403 Permission denied', async ({ server, owner }) => {
    const created = await fetch(`${server.baseURL}/api/keys`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${owner.email}:${owner.password}`)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ scopes: ['avatar:read'] }),
    });
    const { key } = await created.json();
    for (const body of [await plain('png', GREEN), null]) {
      expect(await call(server, 'PUT', PATH, { headers: bearer(key), body })).toEqual(failure(403, 'Permission denied'));
    }
    await expectOldPicture(server, owner);
  });

  test('storage that fails → 50004 Failed to save avatar file', async ({ server, owner }) => {
    const originals = join(server.dataDir, 'pictures', 'originals');
    await rename(originals, `${originals}.aside`);
    try {
      await writeFile(originals, 'a file where a folder should be');
      const body = await plain('png', GREEN);
      expect(await call(server, 'PUT', PATH, { headers: owner.auth, body })).toEqual(failure(50004, 'Failed to save avatar file'));
    } finally {
      await rm(originals);
      await rename(`${originals}.aside`, originals);
    }
    await expectOldPicture(server, owner);
  });

  test('a body that is cut short changes nothing', async ({ server, owner }) => {
    const head = `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Length: 100000\r\n\r\n`;
    const { answer } = await rawRequest(server.port, [head, await plain('png', GREEN)]);
    expect(answer).not.toContain('"code":0');
    await expectOldPicture(server, owner);
  });
});

test(`PUT ${PATH} – a correlation id comes back if it is a UUID`, async ({ server }) => {
  const sent = '8f14e45f-ceea-167a-a5a3-6dedd4bea254';
  const refused = (id: string) => call(server, 'PUT', PATH, { headers: { 'X-Cr-Correlation-Id': id } });
  expect(await refused(sent)).toEqual({ code: 401, msg: 'Login required', correlation_id: sent });
  expect(await refused('<script>')).toEqual(LOGIN_REQUIRED);
});

test(`PUT ${PATH} – what the administrator allows, and how often`, async () => {
  const server = await startServer({ RATE_LIMIT_USER_PER_MINUTE: '12' });
  try {
    const admin = await openAccount(server.baseURL);
    const owner = await openAccount(server.baseURL);
    const put = async (format: 'jpeg' | 'png' | null, key = owner.auth) =>
      call(server, 'PUT', PATH, { headers: key, body: format && (await plain(format, GREEN)) });
    const policy = async (change: object) => {
      const headers = { ...admin.auth, 'Content-Type': 'application/json' };
      const response = await fetch(`${server.baseURL}/api/policy`, { method: 'PATCH', headers, body: JSON.stringify(change) });
      expect(response.status).toBe(200);
    };
    await policy({ acceptedFormats: ['png'] });
    expect(await put('jpeg')).toEqual(INVALID_IMAGE);
    await policy({ maxAvatarBytes: 10_000, acceptedFormats: [] });
    expect(await call(server, 'PUT', PATH, { headers: owner.auth, body: await padded(10_001) })).toEqual(TOO_LARGE);
    expect(await call(server, 'PUT', PATH, { headers: owner.auth, body: await padded(10_000) })).toEqual(OK);
    await policy({ avatarChangesDisabled: true, maxAvatarBytes: null });
    for (const body of ['png', null] as const) {
      expect(await put(body)).toEqual(failure(403, 'Changing profile pictures is disabled'));
    }
    expect(await put('png', admin.auth)).toEqual(OK);
    let last: Response;
    do last = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth });
    while (!last.headers.has('retry-after'));
    expect({ status: last.status, body: await last.json() }).toEqual({ status: 200, body: failure(429, 'Too many requests') });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await discard(server);
  }
});
