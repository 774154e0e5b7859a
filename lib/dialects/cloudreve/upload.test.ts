import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { call, INVALID_IMAGE, OK, PATH, PREFIXES, signIn, TOO_LARGE } from '@/testing/in-process/cloudreve';
import { type Colour, expectNoChange, expectPicture, openOwner, padded, tiny } from '@/testing/in-process/pictures';
import { streamed } from '@/testing/requests';

const GREEN: Colour = [20, 160, 60];
const MAX_BYTES = 4_194_304;

type Format = 'jpeg' | 'png' | 'gif' | 'webp';

const app = await createTestApp();
const green = await tiny('png', GREEN);
const greenAs = async (format: Format) => new Uint8Array(await sharp(green).toFormat(format).toBuffer());
const put = (path: string, { auth }: TestPerson, body?: BodyInit, headers: Record<string, string> = {}) =>
  call(app, 'PUT', path, { headers: { ...auth, ...headers }, ...(body !== undefined && { body }) });

describe.each(PREFIXES.map((prefix) => prefix + PATH))('PUT %s', (path) => {
  it.each(['jpeg', 'png', 'gif', 'webp'] as const)('a %s as application/octet-stream becomes the picture', async (format) => {
    const owner = await openOwner(app);
    expect(await put(path, owner, await greenAs(format), { 'Content-Type': 'application/octet-stream' })).toEqual(OK);
    await expectPicture(app, owner, GREEN);
  });

  it('an empty body switches to Gravatar', async () => {
    const owner = await openOwner(app);
    expect(await put(path, owner)).toEqual(OK);
    expect(await app.avatars.stateOf(owner.id)).toMatchObject({ source: 'gravatar' });
    expect(await put(path, owner, '', { 'Content-Type': 'application/octet-stream' })).toEqual(OK);
  });

  it(`${MAX_BYTES} bytes are accepted, one more is 40049`, async () => {
    const owner = await openOwner(app);
    const tooLarge = await padded(MAX_BYTES + 1, GREEN);
    expect(await expectNoChange(app, owner, () => put(path, owner, tooLarge))).toEqual(TOO_LARGE);
    expect(await put(path, owner, await padded(MAX_BYTES, GREEN))).toEqual(OK);
    await expectPicture(app, owner, GREEN);
  });

  it('a body without Content-Length is 40049, even a small one, and is not read to its end', async () => {
    const owner = await openOwner(app);
    const { request, pulled } = streamed([green.subarray(0, 10), green.subarray(10, 20), green.subarray(20)]);
    const body = request.body ?? expect.unreachable('No body');
    const headers = { 'Transfer-Encoding': 'chunked' };
    expect(await expectNoChange(app, owner, () => put(path, owner, body, headers))).toEqual(TOO_LARGE);
    expect(pulled.chunks).toBeLessThanOrEqual(1);
  });

  it('a chunked body of zero bytes switches to Gravatar', async () => {
    const owner = await openOwner(app);
    const body = streamed([]).request.body ?? expect.unreachable('No body');
    expect(await put(path, owner, body, { 'Transfer-Encoding': 'chunked' })).toEqual(OK);
    expect(await app.avatars.stateOf(owner.id)).toMatchObject({ source: 'gravatar' });
  });
});

describe(`PUT ${PATH} – a declared image format must be the format of the file`, () => {
  it.each<[type: string, format: Format, isTaken: boolean]>([
    ['image/jpeg', 'jpeg', true],
    ['image/jpg', 'jpeg', true],
    ['image/gif', 'gif', true],
    ['image/png', 'png', true],
    ['image/webp', 'webp', true],
    ['image/bmp', 'png', true],
    ['text/plain', 'jpeg', true],
    ['image/jpeg', 'png', false],
    ['image/gif', 'jpeg', false],
    ['image/png', 'jpeg', false],
    ['image/png', 'webp', false],
    ['image/webp', 'png', false],
    ['image/jpeg; charset=x', 'jpeg', true],
    ['Image/JPEG;q=1', 'jpeg', true],
    ['image/gif; charset=x', 'jpeg', false],
  ])('%s with a %s is accepted: %s', async (type, format, isAccepted) => {
    const owner = await openOwner(app);
    const body = await greenAs(format);
    const upload = () => put(PATH, owner, body, { 'Content-Type': type });
    if (!isAccepted) return expect(await expectNoChange(app, owner, upload)).toEqual(INVALID_IMAGE);
    expect(await upload()).toEqual(OK);
    await expectPicture(app, owner, GREEN);
  });
});

it(`PUT ${PATH} – a token changes only its own person's picture, with and without "Bearer"`, async () => {
  const [owner, person] = [await openOwner(app), await app.open()];
  const { access } = await signIn(app, person);
  const before = await app.avatars.stateOf(owner.id);
  for (const Authorization of [bearer(access).Authorization, `bearer ${access}`, `BEARER  ${access}`, access]) {
    expect(await call(app, 'PUT', PATH, { headers: { Authorization }, body: new Uint8Array(green) })).toEqual(OK);
  }
  await expectPicture(app, person, GREEN);
  expect(await app.avatars.stateOf(person.id)).toMatchObject({ version: 5 });
  expect(await app.avatars.stateOf(owner.id)).toEqual(before);
});
