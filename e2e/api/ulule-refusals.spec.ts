import { openAccount } from '../people';
import { rawRequest } from '../raw';
import { expect, expectOldPicture, form, hugePng, plain, test, truncatedJpeg } from './fixtures';
import { answered, OPEN, upload } from './ulule-fixtures';

const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));

/** One element of the array, on the field `image`. */
const onImage = (classification: string) => [{ fieldNames: ['image'], classification, message: expect.any(String) }];
const UNREADABLE = [{ fieldNames: [], classification: 'DeserializationError', message: expect.any(String) }];

/** A PNG of exactly so many bytes: decoders stop at its end, whatever follows. */
async function paddedPng(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const padded = new Uint8Array(bytes);
  padded.set(await plain('png', [20, 160, 60]));
  return padded;
}

function twoImages(): FormData {
  const data = form({ image: text('one') });
  data.append('image', new Blob([text('two')]), 'two.png');
  return data;
}

const cases: { name: string; body: () => Promise<BodyInit>; expected: object; headers?: Record<string, string> }[] = [
  { name: 'a WebP', body: async () => form({ image: await plain('webp', [0, 0, 0]) }), expected: onImage('ValueError') },
  { name: 'an AVIF', body: async () => form({ image: await plain('avif', [0, 0, 0]) }), expected: onImage('ValueError') },
  { name: 'text named .png', body: async () => form({ image: text('hello') }), expected: onImage('ValueError') },
  { name: 'an SVG', body: async () => form({ image: text('<svg xmlns="http://www.w3.org/2000/svg"/>') }), expected: onImage('ValueError') },
  { name: 'an empty file', body: async () => form({ image: new Uint8Array() }), expected: onImage('ValueError') },
  { name: 'a truncated JPEG', body: async () => form({ image: await truncatedJpeg() }), expected: onImage('ValueError') },
  { name: 'a 300 megapixel header', body: async () => form({ image: await hugePng() }), expected: onImage('ValueError') },
  { name: '5,000,000 bytes', body: async () => form({ image: await paddedPng(5_000_000) }), expected: onImage('ValueError') },
  { name: 'two images', body: async () => twoImages(), expected: onImage('ValueError') },
  { name: 'text in the field image', body: async () => form({ image: 'me.png' }), expected: onImage('TypeError') },
  { name: 'JSON', body: async () => '{"image":"x"}', headers: { 'Content-Type': 'application/json' }, expected: UNREADABLE },
  { name: 'a form without boundary', body: async () => 'x', headers: { 'Content-Type': 'multipart/form-data' }, expected: UNREADABLE },
  {
    name: 'a form without end',
    body: async () => '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    expected: UNREADABLE,
  },
];

for (const { name, body, headers, expected } of cases) {
  test(`PATCH /v1/avatars/:id – ${name} → 400, and the old picture stays`, async ({ server, owner }) => {
    const response = await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, {
      method: 'PATCH',
      headers: { ...owner.auth, ...headers },
      body: await body(),
    });
    expect(await answered(response)).toEqual({ status: 400, body: expected });
    await expectOldPicture(server, owner);
  });

  test(`POST /v1/users/:id/avatars – ${name} → 400, and there is still none`, async ({ server, person }) => {
    const response = await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
      method: 'POST',
      headers: { ...person.auth, ...headers },
      body: await body(),
    });
    expect(await answered(response)).toEqual({ status: 400, body: expected });
    expect((await (await fetch(`${server.baseURL}/v1/me`, { headers: person.auth })).json()).has_avatar).toBe(false);
  });
}

for (const [name, body] of [
  ['no body at all', () => undefined],
  ['an empty form', () => new FormData()],
  ['a file in another field', () => form({ avatar: text('x') })],
] as const) {
  test(`POST /v1/users/:id/avatars – ${name} → 400 RequiredError on image`, async ({ server, person }) => {
    const response = await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, { method: 'POST', headers: person.auth, body: body() });
    const required = [{ fieldNames: ['image'], classification: 'RequiredError', message: 'Expected a file in the field image.' }];
    expect(await answered(response)).toEqual({ status: 400, body: required });
  });
}

test('4,999,999 bytes are less than 5MB', async ({ server, person }) => {
  await upload(server, person, await paddedPng(4_999_999));
});

test('POST /v1/users/:id/avatars – a second avatar → 400 ValueError on image, and the old picture stays', async ({ server, owner }) => {
  const response = await fetch(`${server.baseURL}/v1/users/${owner.id}/avatars`, {
    method: 'POST',
    headers: owner.auth,
    body: form({ image: await plain('png', [0, 0, 0]) }),
  });
  const message = 'You already have an avatar. Update or delete that one.';
  expect(await answered(response)).toEqual({ status: 400, body: [{ fieldNames: ['image'], classification: 'ValueError', message }] });
  await expectOldPicture(server, owner);
});

const writes = [
  ['POST', (id: number | string) => `/v1/users/${id}/avatars`],
  ['PATCH', (id: number | string) => `/v1/avatars/${id}`],
  ['DELETE', (id: number | string) => `/v1/avatars/${id}`],
] as const;

for (const [method, path] of writes) {
  test(`${method} ${path(':id')} – another person's id → 403 PermissionError, and nothing changed`, async ({ server, owner }) => {
    const other = await openAccount(server.baseURL);
    const body = method === 'DELETE' ? undefined : form({ image: await plain('png', [0, 0, 0]) });
    const response = await fetch(server.baseURL + path(owner.id), { method, headers: other.auth, body });
    const message = 'Only the owner can change an avatar.';
    expect(await answered(response)).toEqual({ status: 403, body: [{ fieldNames: [], classification: 'PermissionError', message }] });
    await expectOldPicture(server, owner);
  });

  for (const id of ['2147483647', '99999999999999', '0', '-1', 'me', '1e3']) {
    test(`${method} ${path(id)} – nobody's id → 404`, async ({ server, owner }) => {
      const response = await fetch(server.baseURL + path(id), { method, headers: owner.auth });
      const missing = [{ fieldNames: ['id'], classification: 'ValueError', message: expect.any(String) }];
      expect(await answered(response)).toEqual({ status: 404, body: missing });
      await expectOldPicture(server, owner);
    });
  }
}

for (const path of ['/v1/users/2147483647', '/v1/avatars/2147483647', '/v1/users/nobody']) {
  test(`GET ${path} → 404`, async ({ server }) => {
    const missing = [{ fieldNames: ['id'], classification: 'ValueError', message: expect.any(String) }];
    expect(await answered(await fetch(server.baseURL + path, { headers: OPEN }))).toEqual({ status: 404, body: missing });
  });
}

test('PATCH /v1/avatars/:id – a body that is cut short changes nothing', async ({ server, owner }) => {
  const head = `PATCH /v1/avatars/${owner.id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});
