import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp, type TestPerson } from '@/testing/app';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { type Bytes, expectOldPicture, openOwner, pathOf } from '@/testing/in-process/pictures';
import { enveloped, failure, formOf, message, problem, ululeError, wireOf } from '@/testing/in-process/wire';
import { pixelAt, pixels } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { error, multipart, PICTURE_PATH, whole } from '@/testing/zulip';

const PATH = '/api/me/avatar';
const ZULIP = '/api/v1/users/me/avatar';
const thread = createHeicThread();
const app = await createTestApp({ heic: thread.decode, maxUploadBytes: 300_000 });
afterAll(() => thread.close());

let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
});

const bytesOf = (name: string): Bytes => new Uint8Array(heic(name));
const put = (body: BodyInit, headers: Record<string, string> = {}) =>
  app.ask('PUT', PATH, { headers: { ...owner.auth, ...headers }, body });

/** Largest difference in a channel of one pixel. `across` and `down` are fractions of the sides. */
async function distanceAt(encoded: Uint8Array, across: number, down: number, colour: readonly number[] = []): Promise<number> {
  const raster = await pixels(encoded);
  const found = pixelAt(raster, Math.floor(raster.width * across), Math.floor(raster.height * down));
  return Math.max(...colour.map((channel, at) => Math.abs(channel - (found[at] ?? 0))));
}

/** Expects the colours of the middle square of the landscape in its corners. */
async function expectUpright(address: string): Promise<void> {
  const response = await app.ask('GET', pathOf(address));
  expect([address, response.status]).toEqual([address, 200]);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const places = [0.1, 0.9].flatMap((down) => [0.1, 0.9].map((across) => [across, down] as const));
  for (const [index, [across, down]] of places.entries()) {
    expect(await distanceAt(bytes, across, down, CORNERS[index]), `${address} at ${across}, ${down}`).toBeLessThanOrEqual(2 * LOSS);
  }
}

describe.each(['image/heic', 'image/heif', '', 'application/octet-stream', 'image/jpeg'])('a HEIC of the type “%s”', (type) => {
  it('PUT /api/me/avatar – raw bytes become the picture', async () => {
    const response = await put(bytesOf('turned-90'), { ...(type && { 'Content-Type': type }) });
    const avatar = await response.json();
    expect(response.status).toBe(200);
    expect(avatar).toMatchObject({ width: 120, height: 80, crop: { x: 20, y: 0, width: 80, height: 80 } });
    await expectUpright(avatar.url);
    await expectUpright(`/media/${avatar.key}/64.avif`);
  });

  it('PUT /api/me/avatar – a form with it and the name of a JPEG', async () => {
    const { body, headers } = multipart({ name: 'image', fileName: 'me.jpg', type, content: bytesOf('turned-270') });
    const response = await put(body, headers);
    expect(response.status).toBe(200);
    await expectUpright((await response.json()).url);
  });
});

it('GET /api/me/avatar/original – a HEIC is returned unchanged', async () => {
  await put(bytesOf('grid'));
  const response = await app.ask('GET', `${PATH}/original`, { headers: owner.auth });
  expect(response.headers.get('content-type')).toBe('image/heic');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytesOf('grid'));
});

it('PATCH /api/me/avatar – a HEIC is framed again from the original', async () => {
  await put(bytesOf('mirrored'));
  const json = { crop: { x: 80, y: 50, width: 30, height: 30, rotate: 0 } };
  const response = await app.ask('PATCH', PATH, { headers: owner.auth, json });
  expect(response.status).toBe(200);
  const shown = await app.ask('GET', pathOf((await response.json()).url));
  expect(await distanceAt(new Uint8Array(await shown.arrayBuffer()), 0.5, 0.5, CORNERS[3])).toBeLessThanOrEqual(2 * LOSS);
});

it.each([10, 50, 90])('PUT /api/me/avatar – a HEIC that ends after %i percent → 422, and the old picture stays', async (percent) => {
  const bytes = bytesOf('grid');
  const response = await put(bytes.slice(0, Math.floor((bytes.length * percent) / 100)));
  expect(await wireOf(response)).toEqual(problem(422, 'corrupt_image'));
  await expectOldPicture(app, owner);
});

describe('POST /api/me/avatar/preview', () => {
  const preview = (body?: BodyInit, headers: Record<string, string> = owner.auth) => app.ask('POST', `${PATH}/preview`, { headers, body });

  it.each([
    ['raw bytes', bytesOf('turned-180')],
    ['a form', formOf({ image: bytesOf('turned-180') }, 'IMG_0001.HEIC')],
  ])('%s – the whole picture as WebP, with the size of the original; nothing is stored', async (_name, body) => {
    const response = await preview(body);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'no-store',
      'x-picture-width': '120',
      'x-picture-height': '80',
    });
    const picture = Buffer.from(await response.arrayBuffer());
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 120, height: 80 });
    expect(await distanceAt(picture, 0.95, 0.9, CORNERS[3])).toBeLessThanOrEqual(2 * LOSS);
    await expectOldPicture(app, owner);
  });

  it('an opaque picture is a JPEG for a client that names it, a transparent one stays WebP', async () => {
    const accepting = { ...owner.auth, accept: 'image/jpeg, image/webp;q=0.9' };
    const opaque = await preview(bytesOf('turned-180'), accepting);
    expect(opaque.headers.get('content-type')).toBe('image/jpeg');
    const picture = Buffer.from(await opaque.arrayBuffer());
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 120, height: 80 });
    expect(await distanceAt(picture, 0.95, 0.9, CORNERS[3])).toBeLessThanOrEqual(2 * LOSS);
    const glass = sharp({ create: { width: 60, height: 40, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } } });
    const transparent = await preview(new Uint8Array(await glass.png().toBuffer()), accepting);
    expect(transparent.headers.get('content-type')).toBe('image/webp');
    const answer = Buffer.from(await transparent.arrayBuffer());
    expect(await sharp(answer).metadata()).toMatchObject({ format: 'webp', hasAlpha: true });
  });

  it('a large picture is reduced, and the headers have its original size', async () => {
    const { data, width, height } = landscape(3000, 300);
    const large = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } }).webp({ quality: 10 });
    const response = await preview(new Uint8Array(await large.toBuffer()));
    expect(response.headers.get('x-picture-width')).toBe('3000');
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ width: 2048, height: 205 });
  });

  it.each<[name: string, status: number, code: string, body?: BodyInit, headers?: Record<string, string>]>([
    ['a HEIC without credentials', 401, 'not_authenticated', bytesOf('grid'), {}],
    ['a text', 415, 'unsupported_format', 'hello'],
    ['half a HEIC', 422, 'corrupt_image', bytesOf('grid').slice(0, 900)],
    ['no body', 400, 'no_file'],
    ['one byte too many', 413, 'file_too_large', new Uint8Array(300_001)],
  ])('%s → %i %s', async (_name, status, code, body, headers) => {
    expect(await wireOf(await preview(body, headers))).toEqual(problem(status, code));
  });
});

/** The landscape of the HEIC pictures, stored with orientation 6. */
async function rotatedTiff(): Promise<Bytes> {
  const places = CORNERS.map(([r, g, b], index) => ({
    input: { create: { width: 60, height: 40, channels: 3 as const, background: { r, g, b } } },
    left: (index % 2) * 60,
    top: index > 1 ? 40 : 0,
  }));
  const canvas = sharp({ create: { width: 120, height: 80, channels: 3, background: 'black' } });
  const upright = await canvas.composite(places).png().toBuffer();
  return new Uint8Array(await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toBuffer());
}

async function sendToZulip(at: typeof app, person: TestPerson, fileName: string, content: Bytes) {
  const type = `image/${fileName.split('.').at(-1)}`;
  const { body, headers } = multipart({ name: 'file', fileName, type, content });
  return whole(await at.ask('POST', ZULIP, { headers: { ...headers, ...person.basic }, body }));
}

describe('the other APIs', () => {
  it.each<[fileName: string, make: () => Bytes | Promise<Bytes>]>([
    ['me.heic', () => bytesOf('turned-90')],
    ['me.tiff', rotatedTiff],
  ])('POST /api/v1/users/me/avatar – %s becomes the picture, upright in both sizes', async (fileName, make) => {
    const { status, body } = await sendToZulip(app, owner, fileName, await make());
    const avatarUrl = expect.stringMatching(PICTURE_PATH);
    expect({ status, body }).toEqual({ status: 200, body: { result: 'success', msg: '', avatar_url: avatarUrl } });
    const { avatar_url } = body as { avatar_url: string };
    await expectUpright(avatar_url);
    await expectUpright(avatar_url.replace('.png', '-medium.png'));
  });

  it.each<[name: string, make: () => Bytes | Promise<Bytes>]>([
    ['a HEIC', () => bytesOf('landscape')],
    ['a TIFF', rotatedTiff],
  ])('%s is refused by APIs that do not document the format, and the old picture stays', async (_name, make) => {
    const { auth: headers, id } = owner;
    const image = await make();
    const cargo = await app.ask('PATCH', '/api/v1/user/avatar', { headers, body: formOf({ avatar: image }) });
    expect(await wireOf(cargo)).toEqual(message(400, 'Invalid file type'));
    const ulule = await app.ask('PATCH', `/v1/avatars/${id}`, { headers, body: formOf({ image }) });
    expect(await wireOf(ulule)).toEqual(ululeError(400, 'ValueError', ['image']));
    const cloudreve = await app.ask('PUT', '/user/setting/avatar', { headers, body: image });
    expect(await wireOf(cloudreve)).toEqual(enveloped(failure(40001, 'Invalid image')));
    await expectOldPicture(app, owner);
  });

  it('PUT /api/me/avatar – a TIFF → 415: only clients of Zulip send it', async () => {
    const response = await put(await rotatedTiff());
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      code: 'unsupported_format',
      found: 'a TIFF picture',
      expected: 'JPEG, PNG, WebP, GIF, AVIF or HEIC',
    });
    await expectOldPicture(app, owner);
  });
});

it('without a decoder, a HEIC is refused with advice by every upload, and no response lists it as accepted', async () => {
  const without = await createTestApp({ heic: null });
  const person = await without.open();
  const send = (method: string, path: string, body: BodyInit) => without.ask(method, path, { headers: person.auth, body });
  for (const [method, path] of [
    ['PUT', PATH],
    ['POST', `${PATH}/preview`],
  ] as const) {
    const response = await send(method, path, bytesOf('landscape'));
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      code: 'heic_unsupported',
      detail: expect.stringMatching(/^This is a HEIC picture.* Expected JPEG, PNG, WebP, GIF or AVIF\. .*Most Compatible/),
    });
  }
  const undecodable = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');
  expect(await sendToZulip(without, person, 'me.heic', bytesOf('landscape'))).toEqual({ status: 400, body: undecodable });
  const { formats } = await (await without.ask('GET', '/api/limits')).json();
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif']);
  expect((await (await send('PUT', PATH, 'hello')).json()).expected).toBe('JPEG, PNG, WebP, GIF or AVIF');
});
