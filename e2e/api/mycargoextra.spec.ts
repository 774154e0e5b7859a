import { openAccount, signInCookie } from '../people';
import { rawRequest } from '../raw';
import { expect, expectOldPicture, expectPicture, form, hugePng, MAX_UPLOAD_BYTES, plain, test, truncatedJpeg } from './fixtures';

const PATH = '/api/v1/user/avatar';
const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));

for (const format of ['jpeg', 'png', 'webp'] as const) {
  test(`PATCH ${PATH} – a ${format} becomes the picture, and the reply has both documented shapes`, async ({ server, owner }) => {
    const body = form({ avatar: await plain(format, [20, 160, 60]) }, 'whatever.bin');
    const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers: owner.auth, body });
    expect(response.status).toBe(200);
    const reply = await response.json();
    expect(reply).toEqual({
      message: 'Avatar uploaded successfully',
      key_0: expect.any(Number),
      key_1: 'Avatar uploaded successfully',
      key_2: 200,
      key_3: expect.stringMatching(new RegExp(`^${server.baseURL}/media/[0-9a-f]{40}/290\\.png$`)),
      key_4: true,
    });
    expect(Number.isInteger(reply.key_0)).toBe(true);
    await expectPicture(reply.key_3, [20, 160, 60]);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=64`, [20, 160, 60]);
  });
}

test.describe(`PATCH ${PATH} – refused, in the words of the published page, and the old picture stays`, () => {
  const cases: { name: string; status: number; message: string; body: () => Promise<BodyInit>; headers?: Record<string, string> }[] = [
    { name: 'GIF', status: 400, message: 'Invalid file type', body: async () => form({ avatar: await plain('gif', [0, 0, 0]) }) },
    { name: 'AVIF', status: 400, message: 'Invalid file type', body: async () => form({ avatar: await plain('avif', [0, 0, 0]) }) },
    {
      name: 'text named .png',
      status: 400,
      message: 'Invalid file type',
      body: async () => form({ avatar: text("open('profile_picture.png', 'rb')") }),
    },
    {
      name: 'SVG',
      status: 400,
      message: 'Invalid file type',
      body: async () => form({ avatar: text('<svg xmlns="http://www.w3.org/2000/svg"/>') }),
    },
    { name: 'empty file', status: 400, message: 'Invalid file type', body: async () => form({ avatar: new Uint8Array() }) },
    { name: 'truncated JPEG', status: 400, message: 'Invalid file type', body: async () => form({ avatar: await truncatedJpeg() }) },
    { name: '300 megapixel header', status: 400, message: 'File too large', body: async () => form({ avatar: await hugePng() }) },
    {
      name: 'one byte over the limit',
      status: 400,
      message: 'File too large',
      body: async () => form({ avatar: new Uint8Array(MAX_UPLOAD_BYTES + 1) }),
    },
    { name: 'no file', status: 400, message: 'No file found', body: async () => form({ other: 'x' }) },
    { name: 'text in the field avatar', status: 400, message: 'No file found', body: async () => form({ avatar: 'profile_picture.png' }) },
    {
      name: 'file in another field',
      status: 400,
      message: 'No file found',
      body: async () => form({ image: await plain('png', [0, 0, 0]) }),
    },
    { name: 'no body at all', status: 400, message: 'No file found', body: async () => '' },
    {
      name: 'JSON',
      status: 400,
      message: 'No file found',
      body: async () => '{"avatar":"x"}',
      headers: { 'Content-Type': 'application/json' },
    },
    {
      name: 'the Go sample as printed: a form without its Content-Type',
      status: 400,
      message: 'No file found',
      body: async () =>
        '-----0110\r\nContent-Disposition: form-data; name="avatar"; filename="profile_picture.png"\r\n\r\n\r\n-----0110--\r\n',
      headers: { 'Content-Type': 'text/plain' },
    },
    {
      name: 'a form without boundary',
      status: 400,
      message: 'Missing One or More Required Parameters',
      body: async () => 'x',
      headers: { 'Content-Type': 'multipart/form-data' },
    },
    {
      name: 'a form without end',
      status: 400,
      message: 'Missing One or More Required Parameters',
      body: async () => '--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\nabc',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    },
  ];
  for (const { name, status, message, body, headers } of cases) {
    test(`${name} → ${status} ${message}`, async ({ server, owner }) => {
      const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers: { ...owner.auth, ...headers }, body: await body() });
      expect({ status: response.status, body: await response.json() }).toEqual({ status, body: { message } });
      await expectOldPicture(server, owner);
    });
  }

  const strangers: { name: string; headers: Record<string, string>; status: number; message: string }[] = [
    { name: 'no token', headers: {}, status: 401, message: 'Unauthorized' },
    { name: 'unknown token', headers: { Authorization: `Bearer ${'x'.repeat(32)}` }, status: 401, message: 'Unauthorized' },
    { name: 'garbage token', headers: { Authorization: 'Bearer ;;;' }, status: 401, message: 'Unauthorized' },
    { name: 'another scheme', headers: { Authorization: 'Digest x' }, status: 401, message: 'Unauthorized' },
    { name: 'unknown token in a cookie', headers: { Cookie: 'userToken=abc' }, status: 401, message: 'Unauthorized' },
  ];
  for (const { name, headers, status, message } of strangers) {
    test(`${name} → ${status} ${message}`, async ({ server, owner }) => {
      const body = form({ avatar: await plain('png', [0, 0, 0]) });
      const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers, body });
      expect({ status: response.status, body: await response.json() }).toEqual({ status, body: { message } });
      await expectOldPicture(server, owner);
    });
  }

  test("someone else's token changes their own picture only", async ({ server, owner }) => {
    const other = await openAccount(server.baseURL);
    const body = form({ avatar: await plain('png', [0, 0, 255]) });
    const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers: other.auth, body });
    expect(response.status).toBe(200);
    await expectPicture(`${server.baseURL}/u/${other.id}/avatar`, [0, 0, 255]);
    await expectOldPicture(server, owner);
  });

  test('a token that may only read → 403 Access denied', async ({ server, owner }) => {
    const basic = Buffer.from(`${owner.email}:${owner.password}`).toString('base64');
    const created = await fetch(`${server.baseURL}/api/keys`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ scopes: ['avatar:read'] }),
    });
    const { key } = await created.json();
    const body = form({ avatar: await plain('png', [0, 0, 0]) });
    const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers: { Authorization: `Bearer ${key}` }, body });
    expect({ status: response.status, body: await response.json() }).toEqual({ status: 403, body: { message: 'Access denied' } });
    await expectOldPicture(server, owner);
  });
});

for (const name of ['userToken', 'customerToken']) {
  test(`PATCH ${PATH} – the cookie ${name} is taken from our own pages and refused from others`, async ({ server, owner }) => {
    const send = async (origin: string) =>
      fetch(server.baseURL + PATH, {
        method: 'PATCH',
        headers: { Cookie: `${name}=${owner.key}`, Origin: origin },
        body: form({ avatar: await plain('png', [250, 250, 0]) }),
      });
    const foreign = await send('https://evil.example');
    expect({ status: foreign.status, body: await foreign.json() }).toEqual({ status: 403, body: { message: 'Access denied' } });
    await expectOldPicture(server, owner);
    expect((await send(server.baseURL)).status).toBe(200);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [250, 250, 0]);
  });
}

test(`PATCH ${PATH} – the session of the settings page is not a token here`, async ({ server, owner }) => {
  const response = await fetch(server.baseURL + PATH, {
    method: 'PATCH',
    headers: { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL },
    body: form({ avatar: await plain('png', [0, 0, 0]) }),
  });
  expect(response.status).toBe(401);
  await expectOldPicture(server, owner);
});

test(`PATCH ${PATH} – a body that is cut short is refused by the HTTP server itself and changes nothing`, async ({ server, owner }) => {
  const head = `PATCH ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});
