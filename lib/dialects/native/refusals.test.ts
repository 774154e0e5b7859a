import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { half, hugePng } from '@/testing/in-process/damaged-pictures';
import { type Bytes, type Colour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf, wireOf } from '@/testing/in-process/wire';

const MAX_UPLOAD_BYTES = 300_000;
const app = await createTestApp({ maxUploadBytes: MAX_UPLOAD_BYTES });
const owner = await openOwner(app);

const PATH = '/api/me/avatar';
const BLUE: Colour = [20, 60, 220];
const text = (content: string): Bytes => new Uint8Array(new TextEncoder().encode(content));

interface Refusal {
  name: string;
  status: number;
  code: string;
  details?: object;
  body?: BodyInit;
  headers?: Record<string, string>;
}

const png = await tiny('png', BLUE);
const REFUSALS: Refusal[] = [
  { name: 'a PDF', status: 415, code: 'unsupported_format', details: { found: 'a PDF document' }, body: text('%PDF-1.7') },
  {
    name: 'text named .png',
    status: 415,
    code: 'unsupported_format',
    details: { found: 'a text file' },
    body: formOf({ image: text('hello') }, 'me.png'),
  },
  {
    name: 'an SVG named .png',
    status: 415,
    code: 'unsupported_format',
    details: { found: 'an SVG drawing' },
    body: formOf({ image: text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>') }),
  },
  { name: 'no body', status: 400, code: 'no_file' },
  { name: 'a form without the field', status: 400, code: 'no_file', body: formOf({ other: 'x' }) },
  { name: 'text in the field', status: 400, code: 'no_file', body: formOf({ image: 'me.png' }) },
  { name: 'an empty file', status: 400, code: 'empty_file', body: formOf({ image: new Uint8Array() }) },
  { name: 'a truncated JPEG', status: 422, code: 'corrupt_image', body: await half('JPEG') },
  {
    name: 'a 300 megapixel header',
    status: 422,
    code: 'too_many_pixels',
    details: { width: 20_000, height: 15_000 },
    body: hugePng(),
  },
  {
    name: 'raw bytes, one over the limit',
    status: 413,
    code: 'file_too_large',
    details: { limitBytes: MAX_UPLOAD_BYTES },
    body: new Uint8Array(MAX_UPLOAD_BYTES + 1),
  },
  {
    name: 'a file, one byte over the limit',
    status: 413,
    code: 'file_too_large',
    details: { limitBytes: MAX_UPLOAD_BYTES },
    body: formOf({ image: new Uint8Array(MAX_UPLOAD_BYTES + 1) }),
  },
  {
    name: 'a crop outside the picture',
    status: 422,
    code: 'invalid_crop',
    body: formOf({ image: png, crop: '{"x":60,"y":0,"width":6,"height":6}' }),
  },
  { name: 'a crop that is no JSON', status: 400, code: 'invalid_request', body: formOf({ image: png, crop: 'centre' }) },
  { name: 'a description that is too long', status: 400, code: 'invalid_request', body: formOf({ image: png, alt: 'x'.repeat(251) }) },
  {
    name: 'a form without its end',
    status: 400,
    code: 'truncated_body',
    body: '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
  },
  {
    name: 'a form without boundary',
    status: 400,
    code: 'malformed_body',
    body: 'x',
    headers: { 'Content-Type': 'multipart/form-data' },
  },
];

describe('PUT /api/me/avatar refuses with problem+json, and the old picture stays:', () => {
  for (const { name, status, code, details, body, headers } of REFUSALS) {
    it(`${name} → ${status} ${code}`, async () => {
      const response = await app.ask('PUT', PATH, { headers: { ...owner.auth, ...headers }, body });
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
      await expectOldPicture(app, owner);
    });
  }

  it('two files in the field → 400 several_files', async () => {
    const body = formOf({ image: png });
    body.append('image', new Blob([png]), 'b.png');
    const response = await app.ask('PUT', PATH, { headers: owner.auth, body });
    expect([response.status, (await response.json()).code]).toEqual([400, 'several_files']);
    await expectOldPicture(app, owner);
  });

  it('a storage failure → 502 storage_failed, and the equivalent of MyCargoExtra', async () => {
    app.storage.fails = ({ operation }) => operation === 'put';
    try {
      const response = await app.ask('PUT', PATH, { headers: owner.auth, body: png });
      expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 502, code: 'storage_failed' });
      const cargo = await app.ask('PATCH', '/api/v1/user/avatar', { headers: owner.auth, body: formOf({ avatar: png }) });
      expect(await wireOf(cargo)).toEqual({ status: 502, body: { message: 'Image upload failed' } });
    } finally {
      app.storage.fails = () => false;
    }
    await expectOldPicture(app, owner);
  });
});
