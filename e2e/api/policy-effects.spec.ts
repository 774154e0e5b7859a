import type { TestPerson } from '../people';
import type { Server } from '../server';
import { failure, INVALID_IMAGE, OK, TOO_LARGE } from './cloudreve';
import { type Color, expect, expectOldPicture, expectPicture, form, MAX_UPLOAD_BYTES, plain } from './fixtures';
import { change, test } from './policy-fixtures';
import { answered } from './ulule-fixtures';
import { basic, error } from './zulip-wire';

const BLUE: Color = [20, 60, 220];

/** An upload in each API, for someone who has a picture. */
const uploads: { api: string; send: (server: Server, person: TestPerson, image: Uint8Array<ArrayBuffer>) => Promise<Response> }[] = [
  {
    api: 'PUT /api/me/avatar',
    send: ({ baseURL }, { auth }, image) => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: image }),
  },
  {
    api: 'PATCH /api/v1/user/avatar',
    send: ({ baseURL }, { auth }, avatar) =>
      fetch(`${baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: auth, body: form({ avatar }) }),
  },
  {
    api: 'PATCH /v1/avatars/:id',
    send: ({ baseURL }, { id, auth }, image) =>
      fetch(`${baseURL}/v1/avatars/${id}`, { method: 'PATCH', headers: auth, body: form({ image }) }),
  },
  {
    api: 'PUT /user/setting/avatar',
    send: ({ baseURL }, { auth }, image) => fetch(`${baseURL}/user/setting/avatar`, { method: 'PUT', headers: auth, body: image }),
  },
  {
    api: 'POST /api/v1/users/me/avatar',
    send: ({ baseURL }, person, file) =>
      fetch(`${baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ file }) }),
  },
];

/** Cloudreve says everything with 200. */
async function succeeds(server: Server, person: TestPerson, image: Uint8Array<ArrayBuffer>): Promise<void> {
  for (const { api, send } of uploads) {
    const { status, body } = await answered(await send(server, person, image));
    expect(status, api).toBe(200);
    if (api === 'PUT /user/setting/avatar') expect(body).toEqual(OK);
  }
}

/** The same refusal in the words of each. */
const words = (
  problem: { status: number; code: string },
  message: { status: number; message: string },
  ulule: object,
  cloudreve: object,
  zulip: { msg: string; code: string },
) => [
  { status: problem.status, body: expect.objectContaining({ status: problem.status, code: problem.code }) },
  { status: message.status, body: { message: message.message } },
  ulule,
  { status: 200, body: cloudreve },
  { status: 400, body: error(zulip.msg, zulip.code) },
];
const onImage = { status: 400, body: [{ fieldNames: ['image'], classification: 'ValueError', message: expect.any(String) }] };

async function expectRefused(server: Server, owner: TestPerson, image: Uint8Array<ArrayBuffer>, expected: unknown[]): Promise<void> {
  for (const [index, { api, send }] of uploads.entries()) {
    expect(await answered(await send(server, owner, image)), api).toEqual(expected[index]);
    await expectOldPicture(server, owner);
  }
}

test('avatarChangesDisabled – every API refuses in its own words, and the administrator goes on', async ({ server, admin, owner }) => {
  await change(server, admin, { avatarChangesDisabled: true });
  const denied = { status: 403, body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }] };
  const disabled = failure(403, 'Changing profile pictures is disabled');
  const zulip = { msg: 'Avatar changes are disabled in this organization.', code: 'BAD_REQUEST' };
  const refusals = words({ status: 403, code: 'changes_disabled' }, { status: 403, message: 'Access denied' }, denied, disabled, zulip);
  await expectRefused(server, owner, await plain('png', BLUE), refusals);
  const removals = ['/api/me/avatar', `/v1/avatars/${owner.id}`];
  for (const path of removals) {
    expect((await fetch(server.baseURL + path, { method: 'DELETE', headers: owner.auth })).status).toBe(403);
  }
  const ofZulip = { method: 'DELETE', headers: basic(owner) };
  expect(await answered(await fetch(`${server.baseURL}/api/v1/users/me/avatar`, ofZulip))).toEqual({
    status: 400,
    body: error(zulip.msg, zulip.code),
  });
  const toGravatar = { method: 'PUT', headers: owner.auth };
  expect(await (await fetch(`${server.baseURL}/user/setting/avatar`, toGravatar)).json()).toEqual(disabled);
  expect((await fetch(`${server.baseURL}/api/me/avatar/gravatar`, toGravatar)).status).toBe(403);
  const patch = { method: 'PATCH', headers: owner.auth, body: JSON.stringify({ alt: 'Other' }) };
  expect((await fetch(`${server.baseURL}/api/me/avatar`, patch)).status).toBe(403);
  const [version] = await (await fetch(`${server.baseURL}/api/me/avatars`, { headers: owner.auth })).json();
  const restore = { method: 'POST', headers: owner.auth };
  expect((await fetch(`${server.baseURL}/api/me/avatars/${version.id}/restore`, restore)).status).toBe(403);
  await expectOldPicture(server, owner);
  expect(await registered(server, owner)).toMatchObject({ realm_avatar_changes_disabled: true });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(true);

  await succeeds(server, admin, await plain('png', BLUE));
  await expectPicture(`${server.baseURL}/u/${admin.id}/avatar`, BLUE);

  await change(server, admin, { avatarChangesDisabled: false });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(false);
  await succeeds(server, owner, await plain('png', BLUE));
});

const tooLarge = words({ status: 413, code: 'file_too_large' }, { status: 400, message: 'File too large' }, onImage, TOO_LARGE, {
  msg: 'Uploaded file is larger than the allowed limit of 0.0095 MiB',
  code: 'BAD_REQUEST',
});

test('maxAvatarBytes – lowers the ceiling of every API', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 10_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(10_000);
  await expectRefused(server, owner, await padded(10_001), tooLarge);
  await succeeds(server, owner, await padded(10_000));
  // A whole number to clients, and never zero, which would keep them from sending anything.
  expect(await registered(server, owner)).toMatchObject({ max_avatar_file_size_mib: 1 });
});

test('maxAvatarBytes – raises no ceiling', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 50_000_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(MAX_UPLOAD_BYTES);
  const [native, myCargoExtra, ulule, cloudreve, zulip] = uploads;
  const over = await padded(MAX_UPLOAD_BYTES + 1);
  expect((await native?.send(server, owner, over))?.status).toBe(413);
  expect((await myCargoExtra?.send(server, owner, over))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await padded(5_000_000)))?.status).toBe(400);
  expect(await (await cloudreve?.send(server, owner, await padded(4_194_305)))?.json()).toEqual(TOO_LARGE);
  const limit = error('Uploaded file is larger than the allowed limit of 5 MiB', 'BAD_REQUEST');
  expect(await (await zulip?.send(server, owner, await padded(5_242_881)))?.json()).toEqual(limit);
  await expectOldPicture(server, owner);
});

test('acceptedFormats – narrows what every API takes, and widens none', async ({ server, admin, owner }) => {
  const refusals = words(
    { status: 415, code: 'unsupported_format' },
    { status: 400, message: 'Invalid file type' },
    onImage,
    INVALID_IMAGE,
    {
      msg: 'Invalid image format',
      code: 'BAD_IMAGE',
    },
  );
  await change(server, admin, { acceptedFormats: ['png', 'webp', 'avif'] });
  const { formats } = await (await fetch(`${server.baseURL}/api/limits`)).json();
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['png', 'webp', 'avif']);
  await expectRefused(server, owner, await plain('jpeg', BLUE), refusals);
  const [, myCargoExtra, ulule, cloudreve] = uploads;
  expect((await myCargoExtra?.send(server, owner, await plain('avif', BLUE)))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await plain('webp', BLUE)))?.status).toBe(400);
  expect(await (await cloudreve?.send(server, owner, await plain('avif', BLUE)))?.json()).toEqual(INVALID_IMAGE);
  await expectOldPicture(server, owner);
  await succeeds(server, owner, await plain('png', BLUE));
});

/** What Zulip's clients are told of the policy when they start. */
async function registered({ baseURL }: Server, person: TestPerson): Promise<unknown> {
  const body = new URLSearchParams({ fetch_event_types: '["realm"]' });
  return (await fetch(`${baseURL}/api/v1/register`, { method: 'POST', headers: basic(person), body })).json();
}

/** A PNG of exactly so many bytes: decoders stop at its end, whatever follows. */
async function padded(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Uint8Array(bytes);
  file.set(await plain('png', BLUE));
  return file;
}
