import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Policy } from '@/lib/avatars/ports';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp } from '@/testing/app';
import { plain } from '@/testing/pictures';
import { multipart } from '@/testing/zulip';

const ZULIP_BODY_BYTES = 33 * 1024 * 1024;

const png = async () => new Uint8Array(await plain(60, 40, [200, 20, 20]));

beforeEach(() => {
  vi.spyOn(sharp.prototype, 'metadata');
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** An app with a policy, and counters of the reads of the policy and of image headers. */
async function under(policy: Partial<Policy> = {}) {
  let policyReads = 0;
  const read = async (): Promise<Policy> => {
    policyReads += 1;
    return {
      avatarChangesDisabled: false,
      maxAvatarBytes: null,
      acceptedFormats: [],
      registration: 'open',
      registrationDomains: [],
      hashLookup: true,
      ...policy,
    };
  };
  const app = await createTestApp({ maxUploadBytes: ZULIP_BODY_BYTES, replaced: { policy: read } });
  const before = vi.mocked(sharp.prototype.metadata).mock.calls.length;
  const reads = () => ({ policyReads, headerReads: vi.mocked(sharp.prototype.metadata).mock.calls.length - before });
  return { app, person: await app.open(), reads };
}

/** Number of header reads for an upload, including those to render it. */
async function nativeHeaderReads(bytes: Uint8Array<ArrayBuffer>) {
  const { app, person, reads } = await under();
  const response = await app.ask('PUT', '/api/me/avatar', { headers: { ...person.auth, 'Content-Type': 'image/png' }, body: bytes });
  expect(response.status).toBe(200);
  return reads().headerReads;
}

/** The response of Zulip to a file, with the numbers of reads. */
async function zulip(bytes: Uint8Array<ArrayBuffer>, policy?: Partial<Policy>, type = 'image/png') {
  const { app, person, reads } = await under(policy);
  const { body, headers } = multipart({ name: 'file', fileName: 'me.png', type, content: bytes });
  const response = await app.ask('POST', '/api/v1/users/me/avatar', { headers: { ...headers, ...person.basic }, body });
  const { msg } = await response.json();
  return { status: response.status, msg, ...reads() };
}

it('an upload to Zulip reads the policy once, and the header as often as one to the native API', async () => {
  const bytes = await png();
  expect(await zulip(bytes)).toEqual({ status: 200, msg: '', policyReads: 1, headerReads: await nativeHeaderReads(bytes) });
});

it('Zulip distinguishes a format that the policy refuses from a file that cannot be decoded', async () => {
  const policy: Partial<Policy> = { acceptedFormats: ['jpeg'] };
  const text = new Uint8Array(Buffer.from('This is a text file.'));
  const refused = { status: 400, policyReads: 1, headerReads: 0 };
  expect(await zulip(await png(), policy)).toEqual({ ...refused, headerReads: 1, msg: 'Invalid image format' });
  expect(await zulip(text, policy)).toEqual({ ...refused, msg: 'Could not decode image; did you upload an image file?' });
  expect(await zulip(text, policy, 'text/html')).toEqual({ ...refused, msg: 'Invalid image format' });
});

it.each([
  ['header', 20, 1, 'Could not decode image; did you upload an image file?'],
  // Once to inspect it, and once to render it.
  ['pixels', 90, 2, 'Image is corrupted or truncated'],
])('Zulip has its own message for a PNG that ends within its %s', async (_part, length, headerReads, msg) => {
  expect(await zulip((await png()).slice(0, length))).toEqual({ status: 400, msg, policyReads: 1, headerReads });
});

it.each([
  ['a file above it', 10_487],
  ['a body that is too large to read', ZULIP_BODY_BYTES],
])('Zulip sends the limit of the policy to %s', async (_what, length) => {
  const msg = 'Uploaded file is larger than the allowed limit of 0.01 MiB';
  expect(await zulip(new Uint8Array(length), { maxAvatarBytes: 10_486 })).toEqual({ status: 400, msg, policyReads: 1, headerReads: 0 });
});

it('an upload to Cloudreve reads the header as often as one to the native API', async () => {
  const bytes = await png();
  const { app, person, reads } = await under();
  const headers = { ...person.auth, 'Content-Type': 'image/png' };
  const response = await app.ask('PUT', '/user/setting/avatar', { headers, body: bytes });
  expect(await response.json()).toEqual({ code: 0, msg: '' });
  expect(reads().headerReads).toBe(await nativeHeaderReads(bytes));
});
