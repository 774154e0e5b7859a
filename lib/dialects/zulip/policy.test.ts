import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { error, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const MIB = 1024 * 1024;
const DISABLED = { status: 400, body: error('Avatar changes are disabled in this organization.', 'BAD_REQUEST') };

it('an upload is checked in the order of Zulip: number of files, changes allowed, size, format', async () => {
  const app = await createTestApp();
  const { auth, basic: admin } = app.admin();
  const { basic: member } = await app.open();
  const png = await tiny('png', [9, 9, 9]);
  const policy = async (change: object) =>
    expect((await app.ask('PATCH', '/api/policy', { headers: auth, json: change })).status).toBe(200);
  const send = async (headers: { Authorization: string }, files?: Record<string, Uint8Array<ArrayBuffer>>) =>
    whole(await app.ask(files ? 'POST' : 'DELETE', PATH, { headers, ...(files && { body: formOf(files) }) }));

  await policy({ avatarChangesDisabled: true });
  expect(await send(member, { a: png, b: png })).toEqual({
    status: 400,
    body: error('You must upload exactly one avatar.', 'BAD_REQUEST'),
  });
  expect(await send(member, { a: new Uint8Array(5 * MIB + 1) })).toEqual(DISABLED);
  expect(await send(member, { a: png })).toEqual(DISABLED);
  expect(await send(member)).toEqual(DISABLED);
  expect(await send(admin, { a: png })).toMatchObject({ status: 200 });
  expect(await send(admin)).toMatchObject({ status: 200 });

  await policy({ avatarChangesDisabled: false, maxAvatarBytes: 2 * MIB });
  expect(await send(member, { a: new Uint8Array(2 * MIB + 1) })).toEqual({
    status: 400,
    body: error('Uploaded file is larger than the allowed limit of 2 MiB', 'BAD_REQUEST'),
  });
  await policy({ maxAvatarBytes: null, acceptedFormats: ['jpeg'] });
  expect(await send(member, { a: png })).toEqual({ status: 400, body: error('Invalid image format', 'BAD_IMAGE') });
});
