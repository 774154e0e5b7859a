import { beforeEach, expect, it, vi } from 'vitest';
import type { Policy } from '@/lib/avatars/ports';
import { decodeHeader } from '@/lib/imaging/decode/header';
import { createTestApp } from '@/testing/app';
import { plain } from '@/testing/pictures';

vi.mock('@/lib/imaging/decode/header', { spy: true });

beforeEach(() => {
  vi.mocked(decodeHeader).mockClear();
});

const ZULIP_BODY_BYTES = 33 * 1024 * 1024;

const png = async () => new Uint8Array(await plain(60, 40, [200, 20, 20]));

/** An app under a policy, with the number of times that the policy was read. */
async function under(policy: Partial<Policy> = {}) {
  let reads = 0;
  const read = async (): Promise<Policy> => {
    reads += 1;
    return { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [], ...policy };
  };
  const app = await createTestApp({ maxUploadBytes: ZULIP_BODY_BYTES, replaced: { policy: read } });
  return { app, person: await app.open(), reads: () => reads };
}

/** What Zulip responds to a file, and how often the policy and the header were read for it. */
async function zulip(bytes: Uint8Array<ArrayBuffer>, policy?: Partial<Policy>, type = 'image/png') {
  const { app, person, reads } = await under(policy);
  const body = new FormData();
  body.append('file', new File([bytes], 'me.png', { type }));
  vi.mocked(decodeHeader).mockClear();
  const response = await app.ask('POST', '/api/v1/users/me/avatar', { headers: person.basic, body });
  const { msg } = await response.json();
  const headerReads = vi.mocked(decodeHeader).mock.calls.length;
  return { status: response.status, msg, policyReads: reads(), headerReads };
}

it('an upload to Zulip reads the policy once and the header once', async () => {
  expect(await zulip(await png())).toEqual({ status: 200, msg: '', policyReads: 1, headerReads: 1 });
});

it('Zulip tells a format that the policy refuses from a file that cannot be decoded', async () => {
  const policy: Partial<Policy> = { acceptedFormats: ['jpeg'] };
  const text = new Uint8Array(Buffer.from('This is a text file.'));
  const refused = { status: 400, policyReads: 1, headerReads: 1 };
  expect(await zulip(await png(), policy)).toEqual({ ...refused, msg: 'Invalid image format' });
  expect(await zulip(text, policy)).toEqual({ ...refused, msg: 'Could not decode image; did you upload an image file?' });
  expect(await zulip(text, policy, 'text/html')).toEqual({ ...refused, headerReads: 0, msg: 'Invalid image format' });
});

it.each([
  ['header', 20, 'Could not decode image; did you upload an image file?'],
  ['pixels', 90, 'Image is corrupted or truncated'],
])('Zulip has a message of its own for a PNG that ends within its %s', async (_part, length, msg) => {
  expect(await zulip((await png()).slice(0, length))).toEqual({ status: 400, msg, policyReads: 1, headerReads: 1 });
});

it.each([
  ['a file above it', 10_487],
  ['a body that is too large to read', ZULIP_BODY_BYTES],
])('Zulip names the limit of the policy to %s', async (_what, length) => {
  const msg = 'Uploaded file is larger than the allowed limit of 0.01 MiB';
  expect(await zulip(new Uint8Array(length), { maxAvatarBytes: 10_486 })).toEqual({ status: 400, msg, policyReads: 1, headerReads: 0 });
});

it('an upload to Cloudreve reads the header once', async () => {
  const { app, person } = await under();
  const headers = { ...person.auth, 'Content-Type': 'image/png' };
  const response = await app.ask('PUT', '/user/setting/avatar', { headers, body: await png() });
  expect(await response.json()).toEqual({ code: 0, msg: '' });
  expect(decodeHeader).toHaveBeenCalledTimes(1);
});
