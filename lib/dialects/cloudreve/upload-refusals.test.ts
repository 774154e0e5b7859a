import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import {
  call,
  INVALID_IMAGE,
  LOGIN_REQUIRED,
  OK,
  PATH,
  signIn,
  TOO_LARGE,
  TOO_MANY,
  WRONG_TOKEN_TYPE,
} from '@/testing/in-process/cloudreve';
import { blackPng, claimedPng, half } from '@/testing/in-process/damaged-pictures';
import { type Colour, expectNoChange, openOwner, padded, tiny } from '@/testing/in-process/pictures';
import { failure, formOf } from '@/testing/in-process/wire';

const MAX_BYTES = 4_194_304;
const GREEN: Colour = [20, 160, 60];

const app = await createTestApp();
const png = await tiny('png', GREEN);
const encodedAs = async (format: 'jpeg' | 'avif') => new Uint8Array(await sharp(png).toFormat(format).toBuffer());
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

const put = (headers: Record<string, string>, body?: BodyInit) => call(app, 'PUT', PATH, { headers, ...(body !== undefined && { body }) });
const unchanged = (headers: Record<string, string>, body?: BodyInit) => expectNoChange(app, owner, () => put(headers, body));

describe(`PUT ${PATH} – refused, and the old picture stays`, () => {
  it.each<[name: string, make: () => BodyInit | Promise<BodyInit>, body: object]>([
    ['AVIF', () => encodedAs('avif'), INVALID_IMAGE],
    ['text', () => 'not a picture', INVALID_IMAGE],
    ['SVG', () => '<svg xmlns="http://www.w3.org/2000/svg"/>', INVALID_IMAGE],
    ['BMP', () => 'BM and no picture behind it', INVALID_IMAGE],
    ['one byte', () => 'x', INVALID_IMAGE],
    ['a truncated JPEG', () => half('JPEG'), INVALID_IMAGE],
    ['a header of 300 megapixels', () => claimedPng(20_000, 15_000), INVALID_IMAGE],
    ['8001 × 8001 pixels', () => blackPng(8001), INVALID_IMAGE],
    ['a form with a picture', () => formOf({ avatar: png }), INVALID_IMAGE],
    ['16 MiB', () => new Uint8Array(16 * 1024 * 1024), TOO_LARGE],
  ])('%s', async (_name, make, body) => {
    expect(await unchanged(owner.auth, await make())).toEqual(body);
  });

  const strangers: [name: string, headers: Record<string, string>][] = [
    ['no token', {}],
    ['an unknown key', bearer('x'.repeat(32))],
    ['garbage', bearer(';;;')],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Digest x' }],
    ['an unsigned token', bearer(`${btoa('{"alg":"none"}')}.${btoa('{"sub":"1","token_type":"access"}')}.`)],
    ['a cookie', { Cookie: 'userToken=abc' }],
  ];
  const uploads: [name: string, body: BodyInit | undefined][] = [
    ['a picture', png],
    ['no body', undefined],
    ['too many bytes', new Uint8Array(MAX_BYTES + 1)],
  ];
  it.each(strangers.flatMap(([name, headers]) => uploads.map(([content, body]) => [name, content, headers, body] as const)))(
    '%s, %s → 401 Login required',
    async (_name, _content, headers, body) => {
      expect(await unchanged(headers, body)).toEqual(LOGIN_REQUIRED);
    },
  );

  it('a refresh token → 40020 Invalid token type', async () => {
    const { refresh } = await signIn(app, owner);
    expect(await unchanged(bearer(refresh), png)).toEqual(WRONG_TOKEN_TYPE);
  });

  it('a read-only key → 403 Permission denied', async () => {
    const headers = bearer(await owner.createKey(['avatar:read']));
    for (const body of [png, undefined]) expect(await unchanged(headers, body)).toEqual(failure(403, 'Permission denied'));
  });

  it('storage that fails → 50004 Failed to save avatar file', async () => {
    app.storage.fails = ({ operation }) => operation === 'put';
    expect(await unchanged(owner.auth, png)).toEqual(failure(50004, 'Failed to save avatar file'));
    app.storage.fails = () => false;
  });
});

it(`PUT ${PATH} – a correlation id comes back if it is a UUID`, async () => {
  const sent = '8f14e45f-ceea-167a-a5a3-6dedd4bea254';
  const refused = (id: string) => put({ 'X-Cr-Correlation-Id': id });
  expect(await refused(sent)).toEqual({ code: 401, msg: 'Login required', correlation_id: sent });
  expect(await refused('<script>')).toEqual(LOGIN_REQUIRED);
});

it(`PUT ${PATH} – the policy of the administrator and the rate limit apply`, async () => {
  const limited = await createTestApp({ userPerMinute: 12 });
  const [admin, member] = [limited.admin(), await limited.open()];
  const put = ({ auth: headers }: TestPerson, body?: BodyInit) => call(limited, 'PUT', PATH, { headers, ...(body && { body }) });
  const policy = async (change: object) =>
    expect((await limited.ask('PATCH', '/api/policy', { headers: admin.auth, json: change })).status).toBe(200);
  await policy({ acceptedFormats: ['png'] });
  expect(await put(member, await encodedAs('jpeg'))).toEqual(INVALID_IMAGE);
  await policy({ maxAvatarBytes: 10_000, acceptedFormats: [] });
  expect(await put(member, await padded(10_001, GREEN))).toEqual(TOO_LARGE);
  expect(await put(member, await padded(10_000, GREEN))).toEqual(OK);
  await policy({ avatarChangesDisabled: true, maxAvatarBytes: null });
  for (const body of [png, undefined]) expect(await put(member, body)).toEqual(failure(403, 'Changing profile pictures is disabled'));
  expect(await put(admin, png)).toEqual(OK);
  // Three uploads and two refusals count, as does each of these.
  for (let call = 6; call <= 12; call += 1) expect((await put(member)).code).toBe(403);
  const last = await limited.ask('PUT', PATH, { headers: member.auth });
  expect({ status: last.status, body: await last.json() }).toEqual({ status: 200, body: TOO_MANY });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
});
