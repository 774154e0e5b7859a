import sharp from 'sharp';
import { heic } from '@/testing/heic';
import { openAccount, signInCookie, type TestPerson } from '../people';
import type { Server } from '../server';
import { failure, INVALID_IMAGE, OK, TOO_LARGE } from './cloudreve';
import { type Color, expect, expectOldPicture, expectPicture, form, MAX_UPLOAD_BYTES, plain } from './fixtures';
import { change, test } from './policy-fixtures';
import { answered } from './ulule-fixtures';
import * as uploads from './uploads';
import { UPLOADS, type Upload, type Words } from './uploads';
import { basic, error } from './zulip-wire';

type Image = Uint8Array<ArrayBuffer>;

const BLUE: Color = [20, 60, 220];
const MIB = 1024 * 1024;

const problem = (status: number, code: string): Words => ({ status, body: expect.objectContaining({ status, code }) });
const message = (status: number, text: string): Words => ({ status, body: { message: text } });
const enveloped = (body: object): Words => ({ status: 200, body });
const onImage: Words = { status: 400, body: [{ fieldNames: ['image'], classification: 'ValueError', message: expect.any(String) }] };
const zulipError = (msg: string, code: string): Words => ({ status: 400, body: error(msg, code) });

/** The same refusal in the words of each API, in the order of `UPLOADS`. */
const DISABLED: Words[] = [
  problem(403, 'changes_disabled'),
  message(403, 'Access denied'),
  enveloped(failure(403, 'Changing profile pictures is disabled')),
  { status: 403, body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }] },
  zulipError('Avatar changes are disabled in this organization.', 'BAD_REQUEST'),
];
const LARGE = (mebibytes: string): Words[] => [
  problem(413, 'file_too_large'),
  message(400, 'File too large'),
  enveloped(TOO_LARGE),
  onImage,
  zulipError(`Uploaded file is larger than the allowed limit of ${mebibytes} MiB`, 'BAD_REQUEST'),
];
const FORMAT: Words[] = [
  problem(415, 'unsupported_format'),
  message(400, 'Invalid file type'),
  enveloped(INVALID_IMAGE),
  onImage,
  zulipError('Invalid image format', 'BAD_IMAGE'),
];
const [, , CLOUDREVE_DISABLED, ULULE_DISABLED, ZULIP_DISABLED] = DISABLED;

async function expectRefused({ baseURL }: Server, owner: TestPerson, image: Image, words: Words[], some = UPLOADS): Promise<void> {
  for (const upload of some) {
    expect(await answered(await upload.send(baseURL, owner, image)), upload.api).toEqual(words[UPLOADS.indexOf(upload)]);
    await expectOldPicture({ baseURL } as Server, owner);
  }
}

async function expectTaken({ baseURL }: Server, person: TestPerson, image: Image): Promise<void> {
  for (const { api, send } of UPLOADS) {
    const { status, body } = await answered(await send(baseURL, person, image));
    // Cloudreve answers 200 to everything.
    expect({ status, body }, api).toEqual({ status: 200, body: api === uploads.cloudreve.api ? OK : expect.any(Object) });
  }
}

/** Everything else that changes a picture, or shows what a change would be. */
const others: { call: string; send: (baseURL: string, person: TestPerson, versionId: number) => Promise<Response>; words?: Words }[] = [
  { call: 'DELETE /api/me/avatar', send: (url, { auth }) => fetch(`${url}/api/me/avatar`, { method: 'DELETE', headers: auth }) },
  {
    call: 'PATCH /api/me/avatar',
    send: (url, { auth }) => fetch(`${url}/api/me/avatar`, { method: 'PATCH', headers: auth, body: '{"alt":"Me"}' }),
  },
  {
    call: 'PUT /api/me/avatar/gravatar',
    send: (url, { auth }) => fetch(`${url}/api/me/avatar/gravatar`, { method: 'PUT', headers: auth }),
  },
  {
    call: 'POST /api/me/avatar/preview',
    send: async (url, { auth }) => fetch(`${url}/api/me/avatar/preview`, { method: 'POST', headers: auth, body: await plain('png', BLUE) }),
  },
  {
    call: 'POST /api/me/avatars/{id}/restore',
    send: (url, { auth }, id) => fetch(`${url}/api/me/avatars/${id}/restore`, { method: 'POST', headers: auth }),
  },
  ...['/user/setting/avatar', '/api/v4/user/setting/avatar'].map((path) => ({
    call: `PUT ${path} without a body`,
    send: (url: string, { auth }: TestPerson) => fetch(url + path, { method: 'PUT', headers: auth }),
    ...(CLOUDREVE_DISABLED && { words: CLOUDREVE_DISABLED }),
  })),
  ...['PATCH', 'DELETE'].map((method) => ({
    call: `${method} /v1/avatars/:id without an image`,
    send: (url: string, { id, auth }: TestPerson) => fetch(`${url}/v1/avatars/${id}`, { method, headers: auth }),
    ...(ULULE_DISABLED && { words: ULULE_DISABLED }),
  })),
  {
    call: 'DELETE /api/v1/users/me/avatar',
    send: (url, person) => fetch(`${url}/api/v1/users/me/avatar`, { method: 'DELETE', headers: basic(person) }),
    ...(ZULIP_DISABLED && { words: ZULIP_DISABLED }),
  },
  {
    call: 'POST /api/v1/users/me/avatar with method=DELETE',
    send: (url, person) =>
      fetch(`${url}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ method: 'DELETE' }) }),
    ...(ZULIP_DISABLED && { words: ZULIP_DISABLED }),
  },
  ...['POST', 'DELETE'].map((method) => ({
    call: `${method} /json/users/me/avatar`,
    send: async (url: string, person: TestPerson) => {
      const headers = { Cookie: await signInCookie(url, person), Origin: url };
      const body = method === 'POST' ? form({ file: await plain('png', BLUE) }) : null;
      return fetch(`${url}/json/users/me/avatar`, { method, headers, body });
    },
    ...(ZULIP_DISABLED && { words: ZULIP_DISABLED }),
  })),
];

const limitsOf = async ({ baseURL }: Server) => (await fetch(`${baseURL}/api/limits`)).json();

/** What Zulip's clients ask for before they offer an upload. */
async function registered({ baseURL }: Server, person: TestPerson): Promise<object> {
  const body = new URLSearchParams({ fetch_event_types: '["realm"]' });
  const response = await fetch(`${baseURL}/api/v1/register`, { method: 'POST', headers: basic(person), body });
  const { max_avatar_file_size_mib, realm_avatar_changes_disabled, server_avatar_changes_disabled } = await response.json();
  return { max_avatar_file_size_mib, realm_avatar_changes_disabled, server_avatar_changes_disabled };
}

test('avatarChangesDisabled – every API refuses in its own words, and the administrator goes on', async ({ server, admin, owner }) => {
  const { id: versionId } = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).json();
  await change(server, admin, { avatarChangesDisabled: true });
  await expectRefused(server, owner, await plain('png', BLUE), DISABLED);
  for (const { call, send, words = DISABLED[0] } of others) {
    expect(await answered(await send(server.baseURL, owner, versionId)), call).toEqual(words);
    await expectOldPicture(server, owner);
  }
  const newcomer = await openAccount(server.baseURL);
  const body = form({ image: await plain('png', BLUE) });
  const first = await fetch(`${server.baseURL}/v1/users/${newcomer.id}/avatars`, { method: 'POST', headers: newcomer.auth, body });
  expect(await answered(first)).toEqual(ULULE_DISABLED);
  expect((await limitsOf(server)).locked).toBe(true);

  await expectTaken(server, admin, await plain('png', BLUE));
  await expectPicture(`${server.baseURL}/u/${admin.id}/avatar`, BLUE);

  await change(server, admin, { avatarChangesDisabled: false });
  expect((await limitsOf(server)).locked).toBe(false);
  await expectTaken(server, owner, await plain('png', BLUE));
});

test('maxAvatarBytes – lowers the ceiling of every API', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 10_000 });
  expect((await limitsOf(server)).maxBytes).toBe(10_000);
  await expectRefused(server, owner, await padded(10_001), LARGE('0.0095'));
  const preview = async (bytes: number) =>
    fetch(`${server.baseURL}/api/me/avatar/preview`, { method: 'POST', headers: owner.auth, body: await padded(bytes) });
  expect(await answered(await preview(10_001))).toEqual(problem(413, 'file_too_large'));
  expect((await preview(10_000)).status).toBe(200);
  await expectTaken(server, owner, await padded(10_000));
});

test('maxAvatarBytes – raises no ceiling', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 50_000_000 });
  expect((await limitsOf(server)).maxBytes).toBe(MAX_UPLOAD_BYTES);
  const ceilings: [Upload, number][] = [
    [uploads.native, MAX_UPLOAD_BYTES],
    [uploads.myCargoExtra, MAX_UPLOAD_BYTES],
    [uploads.cloudreve, 4 * MIB],
    [uploads.ulule, 4_999_999],
    [uploads.zulip, 5 * MIB],
  ];
  for (const [upload, bytes] of ceilings) await expectRefused(server, owner, await padded(bytes + 1), LARGE('5'), [upload]);
});

test('acceptedFormats – narrows what every API takes, and widens none', async ({ server, admin, owner }) => {
  await change(server, admin, { acceptedFormats: ['png', 'webp', 'avif'] });
  const { formats } = await limitsOf(server);
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['png', 'webp', 'avif']);
  await expectRefused(server, owner, await plain('jpeg', BLUE), FORMAT);
  await expectRefused(server, owner, new Uint8Array(heic('landscape')), FORMAT);
  await expectRefused(server, owner, await tiff(), FORMAT);
  await expectRefused(server, owner, await plain('avif', BLUE), FORMAT, [uploads.myCargoExtra, uploads.cloudreve, uploads.ulule]);
  await expectRefused(server, owner, await plain('webp', BLUE), FORMAT, [uploads.ulule]);
  const jpeg = await plain('jpeg', BLUE);
  const preview = await fetch(`${server.baseURL}/api/me/avatar/preview`, { method: 'POST', headers: owner.auth, body: jpeg });
  expect(await answered(preview)).toEqual(problem(415, 'unsupported_format'));

  await change(server, admin, { acceptedFormats: ['tiff'] });
  await expectRefused(server, owner, await plain('png', BLUE), FORMAT);
  const allButZulip = UPLOADS.filter((upload) => upload !== uploads.zulip);
  await expectRefused(server, owner, await tiff(), FORMAT, allButZulip);
  expect((await uploads.zulip.send(server.baseURL, owner, await tiff())).status).toBe(200);

  await change(server, admin, { acceptedFormats: ['png', 'webp', 'avif'] });
  await expectTaken(server, owner, await plain('png', BLUE));
});

test('POST /api/v1/register – tells Zulip’s clients at once', async ({ server, admin, owner }) => {
  const open = { max_avatar_file_size_mib: 5, realm_avatar_changes_disabled: false, server_avatar_changes_disabled: false };
  const steps: [change: object, told: object][] = [
    [{ maxAvatarBytes: 3 * MIB + 5 }, { ...open, max_avatar_file_size_mib: 3 }],
    [{ maxAvatarBytes: 10_000 }, { ...open, max_avatar_file_size_mib: 1 }],
    [{ maxAvatarBytes: 100 * MIB }, open],
    [
      { maxAvatarBytes: null, avatarChangesDisabled: true },
      { ...open, realm_avatar_changes_disabled: true },
    ],
    [{ avatarChangesDisabled: false }, open],
  ];
  for (const [policy, told] of steps) {
    await change(server, admin, policy);
    expect(await registered(server, owner)).toEqual(told);
  }
});

/** A PNG of exactly so many bytes: decoders stop at its end, whatever follows. */
async function padded(bytes: number): Promise<Image> {
  const file = new Uint8Array(bytes);
  file.set(await plain('png', BLUE));
  return file;
}

async function tiff(): Promise<Image> {
  return new Uint8Array(
    await sharp(await plain('png', BLUE))
      .tiff()
      .toBuffer(),
  );
}
