import sharp from 'sharp';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { landscape } from '@/testing/reference';
import { openAccount, type TestPerson } from '../people';
import { type Color, colorAt, distance } from '../pictures';
import { discard, type Server, startServer } from '../server';
import { PATH as CLOUDREVE, call, INVALID_IMAGE } from './cloudreve';
import { expect, expectOldPicture, form, test } from './fixtures';
import { basic, error, multipart, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/me/avatar';
const ZULIP = '/api/v1/users/me/avatar';
const bytesOf = (name: string) => new Uint8Array(heic(name));
const UNDECODABLE = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');

/** What is seen in the corners of the middle square of the landscape, which is what is shown unless something else is asked for. */
async function expectUpright(url: string): Promise<void> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const places = [0.1, 0.9].flatMap((down) => [0.1, 0.9].map((across) => [across, down] as const));
  for (const [index, [across, down]] of places.entries()) {
    const expected = CORNERS[index] as Color;
    expect(distance(await colorAt(bytes, across, down), expected), `${url} at ${across}, ${down}`).toBeLessThanOrEqual(2 * LOSS);
  }
}

for (const type of ['image/heic', 'image/heif', '', 'application/octet-stream', 'image/jpeg']) {
  test(`PUT ${PATH} – a HEIC that is sent as “${type}” becomes the picture`, async ({ server, owner }) => {
    const headers = { ...owner.auth, ...(type && { 'Content-Type': type }) };
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers, body: new Blob([bytesOf('turned-90')]) });
    const avatar = await response.json();
    expect(response.status).toBe(200);
    expect(avatar).toMatchObject({ width: 120, height: 80, crop: { x: 20, y: 0, width: 80, height: 80 } });
    await expectUpright(avatar.url);
    await expectUpright(`${server.baseURL}/media/${avatar.key}/64.avif`);
  });

  test(`PUT ${PATH} – a form with a HEIC of the type “${type}” and the name of a JPEG`, async ({ server, owner }) => {
    const { body, headers } = multipart({ name: 'image', fileName: 'me.jpg', type, content: bytesOf('turned-270') });
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: { ...headers, ...owner.auth }, body });
    expect(response.status).toBe(200);
    await expectUpright((await response.json()).url);
  });
}

test(`GET ${PATH}/original – a HEIC comes back as it was sent`, async ({ server, owner }) => {
  await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: bytesOf('grid') });
  const response = await fetch(`${server.baseURL}${PATH}/original`, { headers: owner.auth });
  expect(response.headers.get('content-type')).toBe('image/heic');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytesOf('grid'));
});

test(`PATCH ${PATH} – a HEIC is framed anew from the original`, async ({ server, owner }) => {
  await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: bytesOf('mirrored') });
  const crop = { x: 80, y: 50, width: 30, height: 30, rotate: 0 };
  const headers = { ...owner.auth, 'Content-Type': 'application/json' };
  const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers, body: JSON.stringify({ crop }) });
  expect(response.status).toBe(200);
  const shown = new Uint8Array(await (await fetch((await response.json()).url)).arrayBuffer());
  expect(distance(await colorAt(shown, 0.5, 0.5), CORNERS[3] as Color)).toBeLessThanOrEqual(2 * LOSS);
});

for (const percent of [10, 50, 90]) {
  test(`PUT ${PATH} – a HEIC that ends after ${percent} % → 422, and the old picture stays`, async ({ server, owner }) => {
    const bytes = bytesOf('grid');
    const body = bytes.slice(0, Math.floor((bytes.length * percent) / 100));
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body });
    expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 422, code: 'corrupt_image' });
    await expectOldPicture(server, owner);
  });
}

test.describe(`POST ${PATH}/preview`, () => {
  for (const [name, body] of [
    ['raw bytes', () => bytesOf('turned-180')],
    ['a form', () => form({ image: bytesOf('turned-180') }, 'IMG_0001.HEIC')],
  ] as const) {
    test(`${name} – the whole picture as WebP, with the size of the original; nothing is kept`, async ({ server, owner }) => {
      const response = await fetch(`${server.baseURL}${PATH}/preview`, { method: 'POST', headers: owner.auth, body: body() });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'no-store',
        'x-picture-width': '120',
        'x-picture-height': '80',
      });
      const picture = Buffer.from(await response.arrayBuffer());
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 120, height: 80 });
      expect(distance(await colorAt(picture, 0.95, 0.9), CORNERS[3] as Color)).toBeLessThanOrEqual(2 * LOSS);
      await expectOldPicture(server, owner);
    });
  }

  test('a large picture is made smaller, and its own size is said', async ({ server, owner }) => {
    const { data, width, height } = landscape(3000, 300);
    const body = new Uint8Array(
      await sharp(data, { raw: { width, height, channels: 3 } })
        .webp({ quality: 10 })
        .toBuffer(),
    );
    const response = await fetch(`${server.baseURL}${PATH}/preview`, { method: 'POST', headers: owner.auth, body });
    expect(response.headers.get('x-picture-width')).toBe('3000');
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ width: 2048, height: 205 });
  });

  const refused = [
    { name: 'a stranger', status: 401, code: 'not_authenticated', body: () => bytesOf('grid'), headers: () => ({}) },
    { name: 'a text', status: 415, code: 'unsupported_format', body: () => 'hello' },
    { name: 'half a HEIC', status: 422, code: 'corrupt_image', body: () => bytesOf('grid').slice(0, 900) },
    { name: 'no body', status: 400, code: 'no_file', body: () => null },
    { name: 'one byte too many', status: 413, code: 'file_too_large', body: () => new Uint8Array(300_001) },
  ];
  for (const { name, status, code, body, headers } of refused) {
    test(`${name} → ${status} ${code}`, async ({ server, owner }) => {
      const response = await fetch(`${server.baseURL}${PATH}/preview`, {
        method: 'POST',
        headers: headers?.() ?? owner.auth,
        body: body(),
      });
      expect({ status: response.status, code: (await response.json()).code }).toEqual({ status, code });
    });
  }
});

async function sendToZulip({ baseURL }: Server, person: TestPerson, fileName: string, content: Uint8Array<ArrayBuffer>) {
  const type = `image/${fileName.split('.').at(-1)}`;
  const { body, headers } = multipart({ name: 'file', fileName, type, content });
  return whole(await fetch(baseURL + ZULIP, { method: 'POST', headers: { ...headers, ...basic(person) }, body }));
}

/** The landscape of the HEIC pictures, turned as a scanner might store it. */
async function rotatedTiff(): Promise<Uint8Array<ArrayBuffer>> {
  const [topLeft, topRight, bottomLeft, bottomRight] = CORNERS.map(([r, g, b]) => ({
    create: { width: 60, height: 40, channels: 3 as const, background: { r, g, b } },
  }));
  const places = [topLeft, topRight, bottomLeft, bottomRight].map((input, index) => ({
    input,
    left: (index % 2) * 60,
    top: index > 1 ? 40 : 0,
  }));
  const upright = await sharp({ create: { width: 120, height: 80, channels: 3, background: 'black' } })
    .composite(places)
    .png()
    .toBuffer();
  return new Uint8Array(await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toBuffer());
}

test.describe('what the other APIs take', () => {
  for (const [fileName, make] of [
    ['me.heic', async () => bytesOf('turned-90')],
    ['me.tiff', rotatedTiff],
  ] as const) {
    test(`POST ${ZULIP} – ${fileName} becomes the picture, upright in both sizes`, async ({ server, owner }) => {
      const { status, body } = await sendToZulip(server, owner, fileName, await make());
      expect({ status, body }).toEqual({
        status: 200,
        body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
      });
      const { avatar_url } = body as { avatar_url: string };
      await expectUpright(server.baseURL + avatar_url);
      await expectUpright(server.baseURL + avatar_url.replace('.png', '-medium.png'));
    });
  }

  for (const [name, make] of [
    ['a HEIC', async () => bytesOf('landscape')],
    ['a TIFF', rotatedTiff],
  ] as const) {
    test(`${name} is refused where the document lists no such format, and the old picture stays`, async ({ server, owner }) => {
      const headers = owner.auth;
      const cargo = await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers, body: form({ avatar: await make() }) });
      expect(cargo.status).toBe(400);
      expect(await cargo.json()).toMatchObject({ message: 'Invalid file type' });
      const ulule = await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, {
        method: 'PATCH',
        headers,
        body: form({ image: await make() }),
      });
      expect(ulule.status).toBe(400);
      expect(await ulule.json()).toEqual([{ fieldNames: ['image'], classification: 'ValueError', message: expect.any(String) }]);
      expect(await call(server, 'PUT', CLOUDREVE, { headers, body: await make() })).toEqual(INVALID_IMAGE);
      await expectOldPicture(server, owner);
    });
  }

  test(`PUT ${PATH} – a TIFF → 415: Zulip’s clients alone send any`, async ({ server, owner }) => {
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: await rotatedTiff() });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      code: 'unsupported_format',
      found: 'a TIFF picture',
      expected: 'JPEG, PNG, WebP, GIF, AVIF or HEIC',
    });
    await expectOldPicture(server, owner);
  });
});

test.describe('HEIC=off', () => {
  test('a HEIC is refused with advice by every call that takes pictures, and nothing promises it', async () => {
    const server = await startServer({ HEIC: 'off' });
    try {
      const person = await openAccount(server.baseURL);
      for (const [method, path] of [
        ['PUT', PATH],
        ['POST', `${PATH}/preview`],
      ]) {
        const response = await fetch(server.baseURL + path, { method, headers: person.auth, body: bytesOf('landscape') });
        expect(response.status).toBe(415);
        expect(await response.json()).toMatchObject({
          code: 'heic_unsupported',
          detail: expect.stringMatching(/^This is a HEIC picture.* Expected JPEG, PNG, WebP, GIF or AVIF\. .*Most Compatible/),
        });
      }
      expect(await sendToZulip(server, person, 'me.heic', bytesOf('landscape'))).toEqual({ status: 400, body: UNDECODABLE });
      const { formats } = await (await fetch(`${server.baseURL}/api/limits`)).json();
      expect(formats.map(({ format }: { format: string }) => format)).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif']);
      const text = await fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: 'hello' });
      expect((await text.json()).expected).toBe('JPEG, PNG, WebP, GIF or AVIF');
    } finally {
      await discard(server);
    }
  });
});
