import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Bytes, type Colour, expectColour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf, problem, wireOf } from '@/testing/in-process/wire';
import { BOUNDARY, filePart, part } from '@/testing/requests';

const app = await createTestApp({ maxUploadBytes: 10_000_000 });
const PATH = '/api/me/avatar';
const GREEN: Colour = [30, 140, 60];
const MULTIPART = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
const picture = await tiny('png', GREEN);
const bytes = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));

let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

describe('PUT /api/me/avatar refuses a form and keeps the old picture:', () => {
  const field = (name: string) => `Content-Disposition: form-data; name="${name}"`;
  it.each<[name: string, code: string, body: () => Bytes, type?: string]>([
    [
      'ten thousand parts',
      'malformed_body',
      () => bytes(...Array.from({ length: 10_000 }, (_, index) => part(field(`f${index}`), '')), END),
    ],
    [
      'headers of a megabyte, of a part with a picture',
      'malformed_body',
      () => bytes(part(`${field('image')}; filename="a.png"\r\nX-Long: ${'x'.repeat(1_000_000)}`, picture), END),
    ],
    [
      'a hundred thousand headers of a part',
      'malformed_body',
      () => bytes(part(`${field('image')}\r\n${'A: b\r\n'.repeat(100_000)}X: y`, 'x'), END),
    ],
    ['no boundary', 'malformed_body', () => bytes(filePart('image', 'me.png', picture)), 'multipart/form-data'],
    ['no end', 'truncated_body', () => bytes(filePart('image', 'me.png', picture))],
    [
      'another boundary than its header names',
      'truncated_body',
      () => bytes(filePart('image', 'me.png', picture), END),
      'multipart/form-data; boundary=another',
    ],
  ])('%s → 400 %s', async (_name, code, body, type = MULTIPART['Content-Type']) => {
    const response = await app.ask('PUT', PATH, { headers: { ...owner.auth, 'Content-Type': type }, body: body() });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await wireOf(response)).toEqual(problem(400, code));
    await expectOldPicture(app, owner);
  });
});

/** The requests that read forms, and the status for a form without known fields. */
const FORM_PATHS = [
  { method: 'POST', path: '/api/v1/fetch_api_key', status: 400, headers: () => ({}) },
  { method: 'PUT', path: PATH, status: 400, headers: ({ auth }: TestPerson) => auth },
  { method: 'POST', path: `${PATH}/framing`, status: 400, headers: ({ auth }: TestPerson) => auth },
  { method: 'POST', path: `${PATH}/preview`, status: 400, headers: ({ auth }: TestPerson) => auth },
  { method: 'PATCH', path: '/api/v1/user/avatar', status: 400, headers: ({ auth }: TestPerson) => auth },
  { method: 'POST', path: '/api/v1/users/me/avatar', status: 400, headers: ({ basic }: TestPerson) => basic },
  { method: 'POST', path: '/v1/users/me/avatars', status: 404, headers: ({ auth }: TestPerson) => auth },
];

/** A chunked body with chunks of this size. */
function inChunks(body: Bytes, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= body.byteLength) return controller.close();
      controller.enqueue(body.subarray(at, at + size));
      at += size;
    },
  });
}

// Some parsers skip such parts without reading them, and wait for the end forever once their buffer of 16 KiB is full.
it.each([
  ['without Content-Disposition', `--${BOUNDARY}\r\nX-A: b\r\n\r\n`],
  ['that is not form data', `--${BOUNDARY}\r\nContent-Disposition: attachment\r\n\r\n`],
  ['after a boundary with white space', `--${BOUNDARY} \t\r\nContent-Disposition: form-data; name="x"; filename="y"\r\n\r\n`],
  ['with a line break in its file name', `--${BOUNDARY}\r\nContent-Disposition: form-data; name="x"; filename="a\nb"\r\n\r\n`],
])('every API that reads forms responds to a form with a long part %s', async (_name, head) => {
  const form = bytes(Buffer.from(head), Buffer.alloc(17_000), END);
  for (const { method, path, status, headers } of FORM_PATHS) {
    for (const body of [form, inChunks(form, 1000)]) {
      const response = await app.ask(method, path, { headers: { ...MULTIPART, ...headers(owner) }, body });
      expect([path, response.status]).toEqual([path, status]);
    }
  }
});

it('crop and alt are read from Blobs, which have file names', async () => {
  const { auth } = await app.open();
  const crop = { x: 1, y: 2, width: 5, height: 5, rotate: 0 };
  const body = formOf({ image: picture });
  body.set('crop', new Blob([JSON.stringify(crop)], { type: 'application/json' }));
  body.set('alt', new Blob(['Ada in green']));
  body.set('background', new Blob(['#102030']));
  const response = await app.ask('PUT', PATH, { headers: auth, body });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ crop, alt: 'Ada in green', background: '#102030' });
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('a compressed upload is decompressed: %s', async (coding, compress) => {
  const { id, auth } = await app.open();
  const response = await app.ask('PUT', PATH, { headers: { ...auth, 'Content-Encoding': coding }, body: bytes(compress(picture)) });
  expect(response.status).toBe(200);
  await expectColour(app, `/u/${id}/avatar`, GREEN);
});

it('an upload of another coding → 415 with Accept-Encoding', async () => {
  for (const { method, path, headers } of FORM_PATHS.slice(1, 5)) {
    const sent = { ...headers(owner), ...MULTIPART, 'Content-Encoding': 'zstd' };
    const response = await app.ask(method, path, { headers: sent, body: picture });
    expect([path, response.status, response.headers.get('accept-encoding')]).toEqual([path, 415, 'gzip, deflate, br']);
  }
});
