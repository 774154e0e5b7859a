import { beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { heic } from '@/testing/heic';
import { DISABLED, otherChanges, ULULE_DISABLED } from '@/testing/in-process/picture-changes';
import { type Bytes, type Colour, expectColour, expectOldPicture, openOwner, padded, tiny } from '@/testing/in-process/pictures';
import * as uploads from '@/testing/in-process/uploads';
import { UPLOADS, type Upload } from '@/testing/in-process/uploads';
import { enveloped, failure, formOf, message, problem, ululeError, type Wire, wireOf, zulipError } from '@/testing/in-process/wire';

const MIB = 1024 * 1024;
const MAX_UPLOAD_BYTES = 300_000;
const BLUE: Colour = [20, 60, 220];
const app = await createTestApp({ maxUploadBytes: MAX_UPLOAD_BYTES });
const admin = app.admin();

async function change(policy: object): Promise<void> {
  expect((await app.ask('PATCH', '/api/policy', { headers: admin.auth, json: policy })).status).toBe(200);
}

let owner: TestPerson;
beforeEach(async () => {
  await change({ avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] });
  owner = await openOwner(app);
});

const LARGE = (mebibytes: string): Wire[] => [
  problem(413, 'file_too_large'),
  message(400, 'File too large'),
  enveloped(failure(40049, '')),
  ululeError(400, 'ValueError', ['image']),
  zulipError(`Uploaded file is larger than the allowed limit of ${mebibytes} MiB`, 'BAD_REQUEST'),
];
const FORMAT: Wire[] = [
  problem(415, 'unsupported_format'),
  message(400, 'Invalid file type'),
  enveloped(failure(40001, 'Invalid image')),
  ululeError(400, 'ValueError', ['image']),
  zulipError('Invalid image format', 'BAD_IMAGE'),
];

async function expectRefused(image: Bytes, words: Wire[], some: readonly Upload[] = UPLOADS): Promise<void> {
  for (const upload of some) {
    expect(await wireOf(await upload.send(app, owner, image)), upload.api).toEqual(words[UPLOADS.indexOf(upload)]);
    await expectOldPicture(app, owner);
  }
}

async function expectTaken(person: TestPerson, image: Bytes): Promise<void> {
  for (const upload of UPLOADS) {
    // Cloudreve's failures have status 200.
    const body = upload === uploads.cloudreve ? { code: 0, msg: '' } : expect.any(Object);
    expect(await wireOf(await upload.send(app, person, image)), upload.api).toEqual({ status: 200, body });
  }
}

const limits = async () => (await app.ask('GET', '/api/limits')).json();

it('avatarChangesDisabled – every API refuses in its own format, and the administrator may still change pictures', async () => {
  const { id: versionId } = await (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).json();
  await change({ avatarChangesDisabled: true });
  const png = await tiny('png', BLUE);
  await expectRefused(png, DISABLED);
  for (const { call, send, words } of otherChanges(app, owner)) {
    expect(await wireOf(await send(versionId)), call).toEqual(words);
    await expectOldPicture(app, owner);
  }
  const newcomer = await app.open();
  const first = await app.ask('POST', `/v1/users/${newcomer.id}/avatars`, { headers: newcomer.auth, body: formOf({ image: png }) });
  expect(await wireOf(first)).toEqual(ULULE_DISABLED);
  expect((await limits()).locked).toBe(true);

  await expectTaken(admin, png);
  await expectColour(app, `/u/${admin.id}/avatar`, BLUE);

  await change({ avatarChangesDisabled: false });
  expect((await limits()).locked).toBe(false);
  await expectTaken(owner, png);
});

it('maxAvatarBytes – lowers the limit of every API', async () => {
  await change({ maxAvatarBytes: 10_000 });
  expect((await limits()).maxBytes).toBe(10_000);
  await expectRefused(await padded(10_001, BLUE), LARGE('0.0095'));
  const preview = async (bytes: number) =>
    app.ask('POST', '/api/me/avatar/preview', { headers: owner.auth, body: await padded(bytes, BLUE) });
  expect(await wireOf(await preview(10_001))).toEqual(problem(413, 'file_too_large'));
  expect((await preview(10_000)).status).toBe(200);
  await expectTaken(owner, await padded(10_000, BLUE));
});

it('maxAvatarBytes – does not raise the limit of any API', async () => {
  await change({ maxAvatarBytes: 50_000_000 });
  expect((await limits()).maxBytes).toBe(MAX_UPLOAD_BYTES);
  const ceilings: [Upload, number][] = [
    [uploads.native, MAX_UPLOAD_BYTES],
    [uploads.myCargoExtra, MAX_UPLOAD_BYTES],
    [uploads.cloudreve, 4 * MIB],
    [uploads.ulule, 4_999_999],
    [uploads.zulip, 5 * MIB],
  ];
  for (const [upload, bytes] of ceilings) await expectRefused(await padded(bytes + 1, BLUE), LARGE('5'), [upload]);
});

it('acceptedFormats – restricts the formats of every API, and adds none', async () => {
  await change({ acceptedFormats: ['png', 'webp', 'avif'] });
  const { formats } = await limits();
  expect(formats.map(({ format }: { format: string }) => format)).toEqual(['png', 'webp', 'avif']);
  await expectRefused(await tiny('jpeg', BLUE), FORMAT);
  await expectRefused(new Uint8Array(heic('landscape')), FORMAT);
  await expectRefused(await tiny('tiff', BLUE), FORMAT);
  await expectRefused(await tiny('avif', BLUE), FORMAT, [uploads.myCargoExtra, uploads.cloudreve, uploads.ulule]);
  await expectRefused(await tiny('webp', BLUE), FORMAT, [uploads.ulule]);
  const preview = await app.ask('POST', '/api/me/avatar/preview', { headers: owner.auth, body: await tiny('jpeg', BLUE) });
  expect(await wireOf(preview)).toEqual(problem(415, 'unsupported_format'));

  await change({ acceptedFormats: ['tiff'] });
  await expectRefused(await tiny('png', BLUE), FORMAT);
  const allButZulip = UPLOADS.filter((upload) => upload !== uploads.zulip);
  await expectRefused(await tiny('tiff', BLUE), FORMAT, allButZulip);
  expect((await uploads.zulip.send(app, owner, await tiny('tiff', BLUE))).status).toBe(200);

  await change({ acceptedFormats: ['png', 'webp', 'avif'] });
  await expectTaken(owner, await tiny('png', BLUE));
});

it('POST /api/v1/register – reports each change to Zulip’s clients immediately', async () => {
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
    await change(policy);
    const body = new URLSearchParams({ fetch_event_types: '["realm"]' });
    const state = await (await app.ask('POST', '/api/v1/register', { headers: owner.basic, body })).json();
    const { max_avatar_file_size_mib, realm_avatar_changes_disabled, server_avatar_changes_disabled } = state;
    expect({ max_avatar_file_size_mib, realm_avatar_changes_disabled, server_avatar_changes_disabled }).toEqual(told);
  }
});
