import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { half, hugePng } from '@/testing/in-process/damaged-pictures';
import { type Bytes, expectColour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf, message, wireOf } from '@/testing/in-process/wire';
import { ADDRESS } from '@/testing/requests';

const PATH = '/api/v1/user/avatar';
const MAX_UPLOAD_BYTES = 300_000;
const UPLOADED = 'Avatar uploaded successfully';
const app = await createTestApp({ maxUploadBytes: MAX_UPLOAD_BYTES });
const text = (content: string): Bytes => new Uint8Array(new TextEncoder().encode(content));
const black = await tiny('png', [0, 0, 0]);

const patch = (headers: Record<string, string>, body?: BodyInit) => app.ask('PATCH', PATH, { headers, body });

it.each(['jpeg', 'png', 'webp'] as const)(
  'PATCH /api/v1/user/avatar – a %s becomes the picture, and the reply has both documented shapes',
  async (format) => {
    const { id, auth } = await app.open();
    const response = await patch(auth, formOf({ avatar: await tiny(format, [20, 160, 60], 300) }, 'whatever.bin'));
    expect(response.status).toBe(200);
    const reply = await response.json();
    expect(reply).toEqual({
      message: UPLOADED,
      key_0: expect.any(Number),
      key_1: UPLOADED,
      key_2: 200,
      key_3: expect.stringMatching(new RegExp(`^${ADDRESS}/media/[0-9a-f]{40}/290\\.png$`)),
      key_4: true,
    });
    expect(Number.isInteger(reply.key_0)).toBe(true);
    await expectColour(app, reply.key_3, [20, 160, 60]);
    await expectColour(app, `/u/${id}/avatar?s=64`, [20, 160, 60]);
  },
);

interface Refusal {
  name: string;
  text: string;
  body: BodyInit;
  headers?: Record<string, string>;
}

const REFUSALS: Refusal[] = [
  { name: 'GIF', text: 'Invalid file type', body: formOf({ avatar: await tiny('gif', [0, 0, 0]) }) },
  { name: 'AVIF', text: 'Invalid file type', body: formOf({ avatar: await tiny('avif', [0, 0, 0]) }) },
  { name: 'text named .png', text: 'Invalid file type', body: formOf({ avatar: text("open('profile_picture.png', 'rb')") }) },
  { name: 'SVG', text: 'Invalid file type', body: formOf({ avatar: text('<svg xmlns="http://www.w3.org/2000/svg"/>') }) },
  { name: 'empty file', text: 'Invalid file type', body: formOf({ avatar: new Uint8Array() }) },
  { name: 'truncated JPEG', text: 'Invalid file type', body: formOf({ avatar: await half('JPEG') }) },
  { name: '300 megapixel header', text: 'File too large', body: formOf({ avatar: hugePng() }) },
  { name: 'one byte over the limit', text: 'File too large', body: formOf({ avatar: new Uint8Array(MAX_UPLOAD_BYTES + 1) }) },
  { name: 'no file', text: 'No file found', body: formOf({ other: 'x' }) },
  { name: 'text in the field avatar', text: 'No file found', body: formOf({ avatar: 'profile_picture.png' }) },
  { name: 'file in another field', text: 'No file found', body: formOf({ image: black }) },
  { name: 'no body at all', text: 'No file found', body: '' },
  { name: 'JSON', text: 'No file found', body: '{"avatar":"x"}', headers: { 'Content-Type': 'application/json' } },
  {
    name: 'the Go sample as printed: a form without its Content-Type',
    text: 'No file found',
    body: '-----0110\r\nContent-Disposition: form-data; name="avatar"; filename="profile_picture.png"\r\n\r\n\r\n-----0110--\r\n',
    headers: { 'Content-Type': 'text/plain' },
  },
  {
    name: 'a form without boundary',
    text: 'Missing One or More Required Parameters',
    body: 'x',
    headers: { 'Content-Type': 'multipart/form-data' },
  },
  {
    name: 'a form without end',
    text: 'Missing One or More Required Parameters',
    body: '--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\nabc',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
  },
];
describe('PATCH /api/v1/user/avatar – refused with the messages of the published page, and the old picture stays:', () => {
  let owner: TestPerson;
  beforeAll(async () => {
    owner = await openOwner(app);
  });

  it.each(REFUSALS)('$name → 400 $text', async ({ text, body, headers }) => {
    expect(await wireOf(await patch({ ...owner.auth, ...headers }, body))).toEqual(message(400, text));
    await expectOldPicture(app, owner);
  });

  it.each<[name: string, headers: Record<string, string>]>([
    ['no token', {}],
    ['unknown token', bearer('x'.repeat(32))],
    ['garbage token', bearer(';;;')],
    ['another scheme', { Authorization: 'Digest x' }],
    ['unknown token in a cookie', { Cookie: 'userToken=abc' }],
  ])('%s → 401 Unauthorized', async (_name, headers) => {
    expect(await wireOf(await patch(headers, formOf({ avatar: black })))).toEqual(message(401, 'Unauthorized'));
    await expectOldPicture(app, owner);
  });

  it('a read-only token → 403 Access denied', async () => {
    const json = { scopes: ['avatar:read'] };
    const { key } = await (await app.ask('POST', '/api/keys', { headers: owner.passwordAuth, json })).json();
    expect(await wireOf(await patch(bearer(key), formOf({ avatar: black })))).toEqual(message(403, 'Access denied'));
    await expectOldPicture(app, owner);
  });

  it('the session of the settings page → 401 Unauthorized', async () => {
    expect((await patch(owner.session, formOf({ avatar: black }))).status).toBe(401);
    await expectOldPicture(app, owner);
  });
});

describe('a token', () => {
  let owner: TestPerson;
  beforeEach(async () => {
    owner = await openOwner(app);
  });

  it("of another person changes that person's picture only", async () => {
    const other = await app.open();
    expect((await patch(other.auth, formOf({ avatar: await tiny('png', [0, 0, 255]) }))).status).toBe(200);
    await expectColour(app, `/u/${other.id}/avatar`, [0, 0, 255]);
    await expectOldPicture(app, owner);
  });

  it.each(['userToken', 'customerToken'])(
    'PATCH /api/v1/user/avatar – the cookie %s is taken from our own pages and refused from others',
    async (name) => {
      const yellow = await tiny('png', [250, 250, 0]);
      const send = (origin: string) => patch({ Cookie: `${name}=${owner.key}`, Origin: origin }, formOf({ avatar: yellow }));
      expect(await wireOf(await send('https://evil.example'))).toEqual(message(403, 'Access denied'));
      await expectOldPicture(app, owner);
      expect((await send(ADDRESS)).status).toBe(200);
      await expectColour(app, `/u/${owner.id}/avatar`, [250, 250, 0]);
    },
  );
});
