import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bearer } from '@/testing/app';
import { blobStores } from '@/testing/blob-store';
import { openUploadApp, refusal } from '@/testing/in-process/direct-uploads';
import { expectColour, OLD_COLOUR, tiny } from '@/testing/in-process/pictures';
import type { UploadTicket } from './upload-schemas';

const { standIn } = blobStores();
const openApp = () => openUploadApp(standIn());
const PATH = '/api/me/avatar';
const BLUE = [20, 60, 220] as const;
const NO_UPLOAD = { status: 404, code: 'upload_not_found' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a file that was uploaded to the store', () => {
  it('becomes the picture with its crop, description and name, and is deleted from where it was uploaded', async () => {
    const { app, ada, put, arrived, uploads, objects } = await openApp();
    const file = await tiny('png', BLUE, 40);
    const upload = await arrived(file);
    expect(await uploads()).toEqual([`uploads/${ada.id}/${upload}`]);
    const crop = { x: 4, y: 8, width: 20, height: 20, rotate: 0 };
    const response = await put({ upload, crop, alt: 'Blue', background: '#102030', name: 'blue.png' });
    expect(response.status).toBe(200);
    const saved = await response.json();
    expect(saved).toMatchObject({ source: 'upload', crop, alt: 'Blue', background: '#102030', name: 'blue.png', removed: [] });
    await expectColour(app, saved.url, BLUE);
    expect(await uploads()).toEqual([]);
    const original = await app.ask('GET', `${PATH}/original`, { headers: ada.auth });
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(file);
    expect([...objects.keys()].filter((key) => key.startsWith('originals/'))).toHaveLength(2);
  });

  it('can be previewed and framed first, and is not used by that', async () => {
    const { app, ada, put, arrived } = await openApp();
    const upload = await arrived(await tiny('png', BLUE, 40));
    const preview = await app.ask('POST', `${PATH}/preview`, { headers: ada.auth, json: { upload } });
    expect([preview.status, preview.headers.get('content-type'), preview.headers.get('x-picture-width')]).toEqual([
      200,
      'image/webp',
      '40',
    ]);
    const framing = await app.ask('POST', `${PATH}/framing`, { headers: ada.auth, json: { upload } });
    expect(await framing.json()).toEqual({ crop: { x: 0, y: 0, width: 40, height: 40, rotate: 0 }, subject: 'middle', faces: [] });
    expect((await put({ upload })).status).toBe(200);
  });

  it('is used once: again, or by two requests at once, it is refused', async () => {
    const { put, arrived, current } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    const answers = await Promise.all([put({ upload }), put({ upload })]);
    const codes = await Promise.all(answers.map(async (answer) => (answer.ok ? 'saved' : (await answer.json()).code)));
    expect(codes.toSorted()).toEqual(['idempotency_in_progress', 'saved']);
    const { key } = await current();
    expect(await refusal(await put({ upload }))).toEqual({
      ...NO_UPLOAD,
      reason: 'used',
      detail: 'Expected an upload that was not used yet. Upload the file again.',
    });
    expect((await current()).key).toBe(key);
  });

  it('is not used by a refusal: with a crop that fits it becomes the picture', async () => {
    const { put, arrived } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    const outside = { x: 100, y: 0, width: 50, height: 50, rotate: 0 };
    expect(await refusal(await put({ upload, crop: outside }))).toMatchObject({ status: 422, code: 'invalid_crop' });
    expect((await put({ upload })).status).toBe(200);
  });

  it('is named again by the same Idempotency-Key, and the first response comes again', async () => {
    const { put, arrived } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    const headers = { 'Idempotency-Key': 'the first attempt' };
    const first = await (await put({ upload }, { headers })).json();
    const again = await put({ upload }, { headers });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await again.json()).key).toBe(first.key);
  });

  it('does not replace a picture that has changed since', async () => {
    const { put, arrived, current } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    const { key } = await current();
    const headers = { 'If-None-Match': '*' };
    expect(await refusal(await put({ upload }, { headers }))).toMatchObject({ status: 412, code: 'precondition_failed' });
    expect((await current()).key).toBe(key);
    expect((await put({ upload })).status).toBe(200);
  });

  it.each([
    ['a text file', async () => new Uint8Array(Buffer.from('Hello')), { status: 415, code: 'unsupported_format' }],
    ['a damaged picture', async () => (await tiny('png', BLUE, 40)).slice(0, 40), { status: 422, code: 'corrupt_image' }],
  ])('is refused as in a form if it is %s', async (_name, file, expected) => {
    const { app, put, arrived, current } = await openApp();
    expect(await refusal(await put({ upload: await arrived(await file()) }))).toMatchObject(expected);
    await expectColour(app, (await current()).url, OLD_COLOUR);
  });
});

it('an administrator gives an upload of their own to another person', async () => {
  const { app, ada, arrived, current, uploads } = await openApp();
  const send = (upload: string) =>
    app.ask('PUT', `/api/people/${ada.id}/avatar`, { headers: app.admin().session, json: { upload, reason: 'New photo' } });
  expect(await refusal(await send(await arrived(await tiny('png', BLUE), ada)))).toMatchObject({ ...NO_UPLOAD, reason: 'unknown' });
  expect((await send(await arrived(await tiny('png', BLUE), app.admin()))).status).toBe(200);
  await expectColour(app, (await current(ada)).url, BLUE);
  expect(await uploads()).toHaveLength(1);
});

describe('an upload is refused, and the old picture stays,', () => {
  it('if an administrator has locked the picture, also where it was issued before', async () => {
    const { app, ada, start, put, arrived, current } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    await app.records.lockPicture(ada.id, { until: new Date(Date.now() + 1000), reason: 'Wait' });
    for (const response of [await put({ upload }), await start(500)])
      expect(await refusal(response)).toMatchObject({ status: 403, code: 'changes_disabled' });
    await expectColour(app, (await current()).url, OLD_COLOUR);
    vi.setSystemTime(Date.now() + 1000);
    expect((await put({ upload })).status).toBe(200);
  });

  it('if it is another person’s, as one that does not exist', async () => {
    const { app, ada, put, arrived, current, uploads } = await openApp();
    const grace = await app.open();
    const upload = await arrived(await tiny('png', BLUE), grace);
    const detail = `Expected the id of an upload of yours that has arrived in the store and was not used; got "${upload}".`;
    expect(await refusal(await put({ upload }))).toEqual({ ...NO_UPLOAD, reason: 'unknown', detail });
    await expectColour(app, (await current(ada)).url, OLD_COLOUR);
    expect(await uploads()).toEqual([`uploads/${grace.id}/${upload}`]);
    expect((await put({ upload }, { person: grace })).status).toBe(200);
  });

  it('if nothing has arrived', async () => {
    const { app, start, put, current } = await openApp();
    const { id }: UploadTicket = await (await start(500)).json();
    expect(await refusal(await put({ upload: id }))).toMatchObject({ ...NO_UPLOAD, reason: 'unknown' });
    await expectColour(app, (await current()).url, OLD_COLOUR);
  });

  it.each(['', 'x', '../originals/0a', `zzzzzz-${'0'.repeat(40)}`])('if it has the id "%s"', async (id) => {
    const { put } = await openApp();
    const detail = `Expected the id of an upload of yours that has arrived in the store and was not used; got "${id}".`;
    expect(await refusal(await put({ upload: id }))).toEqual({ ...NO_UPLOAD, reason: 'unknown', detail });
  });

  it('after an hour, with the time at which it expired', async () => {
    vi.setSystemTime('2030-01-01T12:00:00.500Z');
    const { app, put, arrived, current } = await openApp();
    const [first, second] = [await arrived(await tiny('png', BLUE)), await arrived(await tiny('webp', BLUE))];
    vi.setSystemTime('2030-01-01T12:59:59.999Z');
    expect((await put({ upload: first })).status).toBe(200);
    const { url } = await current();
    vi.setSystemTime('2030-01-01T13:00:00.000Z');
    expect(await refusal(await put({ upload: second }))).toEqual({
      ...NO_UPLOAD,
      reason: 'expired',
      detail: 'Expected an upload that was started at most 60 minutes ago; this one expired at 2030-01-01T13:00:00.000Z.',
    });
    expect((await current()).url).toBe(url);
    await expectColour(app, url, BLUE);
  });

  it('if the policy has become stricter than its size', async () => {
    const { app, put, arrived, current } = await openApp();
    const file = new Uint8Array(20_000);
    const upload = await arrived(file);
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { maxAvatarBytes: 10_000 } });
    expect(await refusal(await put({ upload }))).toEqual({
      status: 413,
      code: 'file_too_large',
      detail: 'The file is too large: expected at most 10000 bytes, got 20000.',
      limitBytes: 10_000,
    });
    await expectColour(app, (await current()).url, OLD_COLOUR);
  });

  it('while changes are disabled, and with a key that only reads', async () => {
    const { app, ada, put, start, arrived } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    const reading = { ...ada, auth: bearer(await ada.createKey(['avatar:read'])) };
    expect(await refusal(await put({ upload }, { person: reading }))).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await refusal(await start(500, reading))).toMatchObject({ status: 403, code: 'forbidden' });
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { avatarChangesDisabled: true } });
    expect(await refusal(await put({ upload }))).toMatchObject({ status: 403, code: 'changes_disabled' });
    expect(await refusal(await start(500))).toMatchObject({ status: 403, code: 'changes_disabled' });
  });

  it('if the store fails, and works once it does not', async () => {
    const { app, put, arrived, current } = await openApp();
    const upload = await arrived(await tiny('png', BLUE));
    standIn().failWith((response, { url = '' }) => Boolean(url.includes('uploads') && response.writeHead(400).end('{}')));
    expect(await refusal(await put({ upload }))).toMatchObject({ status: 502, code: 'storage_failed' });
    standIn().failWith(undefined);
    await expectColour(app, (await current()).url, OLD_COLOUR);
    expect((await put({ upload })).status).toBe(200);
  });
});
