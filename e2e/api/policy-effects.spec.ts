import type { TestPerson } from '../people';
import type { Server } from '../server';
import { type Color, expect, expectOldPicture, expectPicture, form, MAX_UPLOAD_BYTES, plain } from './fixtures';
import { change, test } from './policy-fixtures';
import { answered } from './ulule-fixtures';

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
];

/** The same refusal in the words of each. */
const words = (problem: { status: number; code: string }, message: { status: number; message: string }, ulule: object) => [
  { status: problem.status, body: expect.objectContaining({ status: problem.status, code: problem.code }) },
  { status: message.status, body: { message: message.message } },
  ulule,
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
  const refusals = words({ status: 403, code: 'changes_disabled' }, { status: 403, message: 'Access denied' }, denied);
  await expectRefused(server, owner, await plain('png', BLUE), refusals);
  const removals = ['/api/me/avatar', `/v1/avatars/${owner.id}`];
  for (const path of removals) {
    expect((await fetch(server.baseURL + path, { method: 'DELETE', headers: owner.auth })).status).toBe(403);
  }
  await expectOldPicture(server, owner);
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(true);

  for (const { api, send } of uploads) expect((await send(server, admin, await plain('png', BLUE))).ok, api).toBe(true);
  await expectPicture(`${server.baseURL}/u/${admin.id}/avatar`, BLUE);

  await change(server, admin, { avatarChangesDisabled: false });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).locked).toBe(false);
  for (const { api, send } of uploads) expect((await send(server, owner, await plain('png', BLUE))).status, api).toBe(200);
});

const tooLarge = words({ status: 413, code: 'file_too_large' }, { status: 400, message: 'File too large' }, onImage);

test('maxAvatarBytes – lowers the ceiling of every API', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 10_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(10_000);
  await expectRefused(server, owner, await padded(10_001), tooLarge);
  for (const { api, send } of uploads) expect((await send(server, owner, await padded(10_000))).status, api).toBe(200);
});

test('maxAvatarBytes – raises no ceiling', async ({ server, admin, owner }) => {
  await change(server, admin, { maxAvatarBytes: 50_000_000 });
  expect((await (await fetch(`${server.baseURL}/api/limits`)).json()).maxBytes).toBe(MAX_UPLOAD_BYTES);
  const [native, myCargoExtra, ulule] = uploads;
  const over = await padded(MAX_UPLOAD_BYTES + 1);
  expect((await native?.send(server, owner, over))?.status).toBe(413);
  expect((await myCargoExtra?.send(server, owner, over))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await padded(5_000_000)))?.status).toBe(400);
  await expectOldPicture(server, owner);
});

test('acceptedFormats – narrows what every API takes, and widens none', async ({ server, admin, owner }) => {
  const refusals = words({ status: 415, code: 'unsupported_format' }, { status: 400, message: 'Invalid file type' }, onImage);
  await change(server, admin, { acceptedFormats: ['png', 'webp', 'avif'] });
  const { formats } = await (await fetch(`${server.baseURL}/api/limits`)).json();
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['png', 'webp', 'avif']);
  await expectRefused(server, owner, await plain('jpeg', BLUE), refusals);
  const [, myCargoExtra, ulule] = uploads;
  expect((await myCargoExtra?.send(server, owner, await plain('avif', BLUE)))?.status).toBe(400);
  expect((await ulule?.send(server, owner, await plain('webp', BLUE)))?.status).toBe(400);
  await expectOldPicture(server, owner);
  for (const { api, send } of uploads) expect((await send(server, owner, await plain('png', BLUE))).status, api).toBe(200);
});

/** A PNG of exactly so many bytes: decoders stop at its end, whatever follows. */
async function padded(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Uint8Array(bytes);
  file.set(await plain('png', BLUE));
  return file;
}
