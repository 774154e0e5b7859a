import { execFile } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openAccount } from '../people';
import { rawRequest } from '../raw';
import { discard, startServer } from '../server';
import { bearer, call, failure, INVALID_IMAGE, LOGIN_REQUIRED, OK, PREFIXES, signIn, WRONG_TOKEN_TYPE } from './cloudreve';
import { type Color, expect, expectOldPicture, expectPicture, form, hugePng, plain, test, truncatedJpeg } from './fixtures';

const PATH = '/user/setting/avatar';
const MAX_BYTES = 4_194_304;
const GREEN: Color = [20, 160, 60];
const OCTETS = { 'Content-Type': 'application/octet-stream' };
const TOO_LARGE = failure(40049, '');

const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));

/** A PNG that is this long: what follows its end is not looked at. */
async function padded(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const long = new Uint8Array(bytes);
  long.set(await plain('png', GREEN));
  return long;
}

for (const prefix of PREFIXES) {
  const path = prefix + PATH;

  for (const format of ['jpeg', 'png', 'gif', 'webp'] as const) {
    test(`PUT ${path} – a ${format} as application/octet-stream becomes the picture`, async ({ server, owner }) => {
      const body = await plain(format, GREEN);
      expect(await call(server, 'PUT', path, { headers: { ...owner.auth, ...OCTETS }, body })).toEqual(OK);
      await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
    });
  }

  test(`PUT ${path} – empty body uses Gravatar`, async ({ server, owner }) => {
    expect(await call(server, 'PUT', path, { headers: owner.auth })).toEqual(OK);
    const state = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
    expect(state.source).toBe('gravatar');
    expect(await call(server, 'PUT', path, { headers: { ...owner.auth, ...OCTETS }, body: '' })).toEqual(OK);
  });

  test(`PUT ${path} – neither a length nor a body, as curl -X PUT sends it, uses Gravatar`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nConnection: close\r\n\r\n`;
    const { answer } = await rawRequest(server.port, [head]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(JSON.stringify(OK));
    const state = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
    expect(state.source).toBe('gravatar');
  });

  test(`PUT ${path} – the published sample works as it is printed`, async ({ server, owner }, testInfo) => {
    const file = testInfo.outputPath('me.jpg');
    await writeFile(file, await plain('jpeg', GREEN));
    const sample = ['--location', '--request', 'PUT', server.baseURL + path, '--header', `Authorization: Bearer ${owner.key}`];
    const { stdout } = await promisify(execFile)('curl', ['--silent', ...sample, '--data-binary', `@${file}`]);
    expect(JSON.parse(stdout)).toEqual(OK);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
  });

  test(`PUT ${path} – ${MAX_BYTES} bytes are taken, one more is 40049`, async ({ server, owner }) => {
    const put = async (bytes: number) => call(server, 'PUT', path, { headers: owner.auth, body: await padded(bytes) });
    expect(await put(MAX_BYTES + 1)).toEqual(TOO_LARGE);
    await expectOldPicture(server, owner);
    expect(await put(MAX_BYTES)).toEqual(OK);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
  });

  test(`PUT ${path} – a body of unknown length is 40049, however small`, async ({ server, owner }) => {
    const body = new Blob([await plain('png', GREEN)]).stream();
    const init = { headers: owner.auth, body, duplex: 'half' };
    expect(await call(server, 'PUT', path, init)).toEqual(TOO_LARGE);
    await expectOldPicture(server, owner);
  });

  test(`PUT ${path} – a body of unknown length is refused without being read to its end`, async ({ server, owner }) => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
    const { answer, sentBytes } = await rawRequest(server.port, [head], chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"code":40049,"msg":""');
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
    await expectOldPicture(server, owner);
  });
}

test.describe(`PUT ${PATH} – what is declared as a picture has to be that picture`, () => {
  const cases: { type: string; format: 'jpeg' | 'png' | 'gif' | 'webp'; body: object }[] = [
    { type: 'image/jpeg', format: 'jpeg', body: OK },
    { type: 'image/jpg', format: 'jpeg', body: OK },
    { type: 'image/gif', format: 'gif', body: OK },
    { type: 'image/png', format: 'png', body: OK },
    { type: 'image/webp', format: 'webp', body: OK },
    { type: 'image/bmp', format: 'png', body: OK },
    { type: 'text/plain', format: 'jpeg', body: OK },
    { type: 'image/jpeg', format: 'png', body: INVALID_IMAGE },
    { type: 'image/gif', format: 'jpeg', body: INVALID_IMAGE },
    { type: 'image/png', format: 'jpeg', body: INVALID_IMAGE },
    { type: 'image/png', format: 'webp', body: INVALID_IMAGE },
    { type: 'image/webp', format: 'png', body: INVALID_IMAGE },
    { type: 'image/jpeg; charset=x', format: 'jpeg', body: INVALID_IMAGE },
  ];
  for (const { type, format, body } of cases) {
    test(`${type} with a ${format} → ${body === OK ? 'taken' : 'Invalid image'}`, async ({ server, owner }) => {
      const headers = { ...owner.auth, 'Content-Type': type };
      expect(await call(server, 'PUT', PATH, { headers, body: await plain(format, GREEN) })).toEqual(body);
      if (body === OK) await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=100`, GREEN);
      else await expectOldPicture(server, owner);
    });
  }
});

test.describe(`PUT ${PATH} – refused, and the old picture stays`, () => {
  const bodies: [name: string, make: () => Promise<BodyInit>, body: object][] = [
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
  for (const [name, make, body] of bodies) {
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

test(`PUT ${PATH} – a token changes only its own person's picture; with and without "Bearer"`, async ({ server, owner, person }) => {
  const { access } = await signIn(server, person);
  for (const Authorization of [`Bearer ${access}`, access]) {
    expect(await call(server, 'PUT', PATH, { headers: { Authorization }, body: await plain('png', [0, 0, 255]) })).toEqual(OK);
  }
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, [0, 0, 255]);
  await expectOldPicture(server, owner);
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
