import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rawRequest } from '../raw';
import { type Color, expect, expectOldPicture, form, hugePng, MAX_UPLOAD_BYTES, plain, test, truncatedJpeg } from './fixtures';

const PATH = '/api/me/avatar';
/** What may be under way between a client that goes on sending and a server that no longer reads: buffers at both ends, and a little beyond. */
const BUFFERS = 64 * 1024 * 1024;
const BLUE: Color = [20, 60, 220];
const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));

test.describe(`PUT ${PATH} – refused with problem+json, and the old picture stays`, () => {
  const cases: {
    name: string;
    status: number;
    code: string;
    details?: object;
    body: () => Promise<BodyInit | undefined>;
    headers?: Record<string, string>;
  }[] = [
    { name: 'a PDF', status: 415, code: 'unsupported_format', details: { found: 'a PDF document' }, body: async () => text('%PDF-1.7') },
    {
      name: 'text named .png',
      status: 415,
      code: 'unsupported_format',
      details: { found: 'a text file' },
      body: async () => form({ image: text('hello') }, 'me.png'),
    },
    {
      name: 'an SVG named .png',
      status: 415,
      code: 'unsupported_format',
      details: { found: 'an SVG drawing' },
      body: async () => form({ image: text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>') }),
    },
    { name: 'no body', status: 400, code: 'no_file', body: async () => undefined },
    { name: 'a form without the field', status: 400, code: 'no_file', body: async () => form({ other: 'x' }) },
    { name: 'text in the field', status: 400, code: 'no_file', body: async () => form({ image: 'me.png' }) },
    { name: 'an empty file', status: 400, code: 'empty_file', body: async () => form({ image: new Uint8Array() }) },
    { name: 'a truncated JPEG', status: 422, code: 'corrupt_image', body: truncatedJpeg },
    { name: 'a 300 megapixel header', status: 422, code: 'too_many_pixels', details: { width: 20_000, height: 15_000 }, body: hugePng },
    {
      name: 'raw bytes, one over the limit',
      status: 413,
      code: 'file_too_large',
      details: { limitBytes: MAX_UPLOAD_BYTES },
      body: async () => new Uint8Array(MAX_UPLOAD_BYTES + 1),
    },
    {
      name: 'a file, one byte over the limit',
      status: 413,
      code: 'file_too_large',
      details: { limitBytes: MAX_UPLOAD_BYTES },
      body: async () => form({ image: new Uint8Array(MAX_UPLOAD_BYTES + 1) }),
    },
    {
      name: 'a crop outside the picture',
      status: 422,
      code: 'invalid_crop',
      body: async () => form({ image: await plain('png', BLUE), crop: '{"x":200,"y":0,"width":200,"height":200}' }),
    },
    {
      name: 'a crop that is no JSON',
      status: 400,
      code: 'invalid_request',
      body: async () => form({ image: await plain('png', BLUE), crop: 'centre' }),
    },
    {
      name: 'a description that is too long',
      status: 400,
      code: 'invalid_request',
      body: async () => form({ image: await plain('png', BLUE), alt: 'x'.repeat(251) }),
    },
    {
      name: 'a form without its end',
      status: 400,
      code: 'truncated_body',
      body: async () => '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    },
    {
      name: 'a form without boundary',
      status: 400,
      code: 'malformed_body',
      body: async () => 'x',
      headers: { 'Content-Type': 'multipart/form-data' },
    },
  ];
  for (const { name, status, code, details, body, headers } of cases) {
    test(`${name} → ${status} ${code}`, async ({ server, owner }) => {
      const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: { ...owner.auth, ...headers }, body: await body() });
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      const problem = await response.json();
      expect(problem).toMatchObject({
        status,
        code,
        ...details,
        type: 'about:blank',
        title: expect.any(String),
        detail: expect.any(String),
        requestId: expect.any(String),
      });
      expect(response.status).toBe(status);
      await expectOldPicture(server, owner);
    });
  }

  test('two files in the field → 400 several_files', async ({ server, owner }) => {
    const body = form({ image: await plain('png', BLUE) });
    body.append('image', new Blob([await plain('png', BLUE)]), 'b.png');
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body });
    expect((await response.json()).code).toBe('several_files');
    await expectOldPicture(server, owner);
  });

  const head = (key: string, length: string) =>
    `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: image/png\r\n${length}\r\n\r\n`;

  test('a body cut short → 400, from the HTTP server itself', async ({ server, owner }) => {
    const { answer } = await rawRequest(server.port, [head(owner.key, 'Content-Length: 100000'), Buffer.alloc(5000)]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await expectOldPicture(server, owner);
  });

  test('a body without end → 413, and the server stops reading', async ({ server, owner }) => {
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
    const { answer, sentBytes } = await rawRequest(server.port, [head(owner.key, 'Transfer-Encoding: chunked')], chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"file_too_large"');
    expect(sentBytes).toBeLessThan(MAX_UPLOAD_BYTES + BUFFERS);
    await expectOldPicture(server, owner);
  });

  test('a stranger → 401 before a byte of the body is read', async ({ server, owner }) => {
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
    const { answer, sentBytes } = await rawRequest(server.port, [head('x'.repeat(32), 'Transfer-Encoding: chunked')], chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(sentBytes).toBeLessThan(BUFFERS);
    await expectOldPicture(server, owner);
  });

  test('storage that fails → 502 storage_failed, also for MyCargoExtra in its own words', async ({ server, owner }) => {
    const originals = join(server.dataDir, 'pictures', 'originals');
    await rename(originals, `${originals}.aside`);
    try {
      await writeFile(originals, 'a file where a folder should be');
      const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: await plain('png', BLUE) });
      expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 502, code: 'storage_failed' });
      const body = form({ avatar: await plain('png', BLUE) });
      const cargo = await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: owner.auth, body });
      expect({ status: cargo.status, body: await cargo.json() }).toEqual({ status: 502, body: { message: 'Image upload failed' } });
    } finally {
      await rm(originals);
      await rename(`${originals}.aside`, originals);
    }
    await expectOldPicture(server, owner);
  });
});
