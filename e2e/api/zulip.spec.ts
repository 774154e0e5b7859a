import sharp from 'sharp';
import { formOf } from '@/testing/form';
import { signInCookie } from '../client/people';
import { rawRequest } from '../client/raw';
import { sent } from '../client/request';
import { basic, error, multipart, PICTURE_PATH, whole } from '../client/zulip';
import { expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/v1/users/me/avatar';
const CHANGED = { status: 200, body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) } };

test(`POST ${PATH} – a JPEG becomes the picture, in 100 and 500 pixels of PNG`, { tag: '@main' }, async ({ server, owner }) => {
  const content = await plain('jpeg', [20, 160, 60]);
  const upload = multipart({ name: 'file', fileName: 'me.jpeg', type: 'image/jpeg', content });
  const response = await fetch(server.baseURL + PATH, { ...upload, method: 'POST', headers: { ...upload.headers, ...basic(owner) } });
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('cache-control')).toBe('max-age=0, no-cache, no-store, must-revalidate, private');
  expect(Date.parse(response.headers.get('expires') ?? '')).toBeLessThanOrEqual(Date.now());
  const reply = await whole(response);
  expect(reply).toEqual(CHANGED);
  const { avatar_url } = reply.body as { avatar_url: string };
  for (const [url, side] of [
    [avatar_url, 100],
    [avatar_url.replace('.png', '-medium.png'), 500],
  ] as const) {
    const picture = await fetch(server.baseURL + url);
    expect(picture.headers.get('content-type')).toBe('image/png');
    // The crop has 300 pixels: the larger one is enlarged, because the wire promises exactly 500.
    expect(await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).toMatchObject({ format: 'png', width: side, height: side });
    await expectPicture(server.baseURL + url, [20, 160, 60]);
  }
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=64`, [20, 160, 60]);
});

test(`POST ${PATH} – a file of 33 MiB is refused, and the old picture stays`, async ({ server, owner }) => {
  const upload = multipart({ name: 'file', fileName: 'a.png', content: new Uint8Array(33 * 1024 * 1024) });
  const response = await fetch(server.baseURL + PATH, { ...upload, method: 'POST', headers: { ...upload.headers, ...basic(owner) } });
  const body = error('Uploaded file is larger than the allowed limit of 5 MiB', 'BAD_REQUEST');
  expect(await whole(response)).toEqual({ status: 400, body });
  await expectOldPicture(server, owner);
});

test(`POST ${PATH} – a body that is cut short changes nothing`, async ({ server, owner }) => {
  const { Authorization } = basic(owner);
  const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});

test('POST /json/users/me/avatar – the session of a browser changes the picture', { tag: '@main' }, async ({ server, owner }) => {
  const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
  const body = formOf({ file: await plain('png', [250, 250, 0]) });
  const response = await fetch(`${server.baseURL}/json/users/me/avatar`, { method: 'POST', headers, body });
  expect(await whole(response)).toEqual(CHANGED);
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [250, 250, 0]);
});

test('GET /avatar/{id} – a number without a person leads to a picture, which is served', async ({ server, person }) => {
  const response = await fetch(`${server.baseURL}/avatar/999999?foo=bar`, { redirect: 'manual', headers: basic(person) });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('/static/images/unknown-user-avatar.png?foo=bar');
  const picture = await fetch(`${server.baseURL}${response.headers.get('location')}`);
  expect({ status: picture.status, type: picture.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
});

test(`${PATH} – methods that Next.js does not know → 405 with the methods that exist`, { tag: '@server' }, async ({ server }) => {
  for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'LOCK', 'HEAD']) {
    const { status, headers, text } = await sent(server, PATH, method);
    expect({ method, status, allow: headers.allow }).toEqual({ method, status: 405, allow: 'POST, DELETE' });
    if (method === 'HEAD') expect(text).toBe('');
    else expect(JSON.parse(text)).toEqual({ result: 'error', msg: 'Method Not Allowed', allowed_methods: ['POST', 'DELETE'] });
  }
});
