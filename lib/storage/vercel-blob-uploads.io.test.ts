import { put } from '@vercel/blob/client';
import { describe, expect, it } from 'vitest';
import { blobStores, QUICK } from '@/testing/blob-store';
import { keysBelow, text } from '@/testing/storage';
import { blobStorage } from './vercel-blob';

const { standIn, failWith } = blobStores();
const KEY = 'uploads/1/abc-0a';
const soon = () => new Date(Date.now() + 60_000);

function openTarget(prefix = '') {
  const { objects, ...settings } = standIn().createStore();
  const storage = blobStorage({ ...settings, prefix }, QUICK);
  const target = storage.uploadTarget ?? expect.unreachable('It takes no uploads');
  standIn().received.length = 0;
  return { objects, settings, storage, target };
}

/** Sends the request as a page does. */
async function send({ url, headers }: { url: string; headers: Record<string, string> }, bytes = text('a picture')) {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  const { error } = await response.json();
  return error ? `${response.status} ${error.code}: ${error.message}` : response.status;
}

describe('the request for an upload', () => {
  it.each(['', 'likeness/'])('is the one that the SDK sends from a page, below the prefix "%s"', async (prefix) => {
    const { target, storage, settings } = openTarget(prefix);
    const { url, headers } = await target.requestFor(KEY, { maxBytes: 9, startBefore: soon() });
    const { authorization = '', 'x-content-type': contentType } = headers;
    await put(prefix + KEY, new Blob([new Uint8Array(text('a picture'))]), {
      token: authorization.replace('Bearer ', ''),
      access: settings.access,
      contentType,
    });
    await storage.delete([KEY]);
    expect(await send({ url, headers })).toBe(200);
    const [bySdk, , byPage] = standIn().received;
    expect(byPage?.url).toBe(bySdk?.url);
    const ofApi = (sent: typeof bySdk) =>
      Object.entries(sent?.headers ?? {}).filter(([name]) => /^(?:authorization|x-)/.test(name) && !name.startsWith('x-api-blob-request-'));
    expect(ofApi(byPage).toSorted()).toEqual(ofApi(bySdk).toSorted());
    expect(Object.keys(headers).toSorted()).toEqual(
      ofApi(bySdk)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it('creates the object with the bytes of the client, which are read back without a checksum', async () => {
    const { target, storage, objects } = openTarget();
    expect([await target.bytesOf(KEY), await target.read(KEY)]).toEqual([null, null]);
    expect(await send(await target.requestFor(KEY, { maxBytes: 9, startBefore: soon() }))).toBe(200);
    expect(await target.bytesOf(KEY)).toBe(9);
    expect(Buffer.from((await target.read(KEY)) ?? []).toString()).toBe('a picture');
    expect(objects.get(KEY)).toMatchObject({ contentType: 'application/octet-stream', cacheControl: 'public, max-age=60' });
    expect(await keysBelow(storage, 'uploads/')).toEqual([KEY]);
    await storage.delete([KEY]);
    expect(await target.read(KEY)).toBeNull();
  });

  it('is refused by the store with more bytes, another name or type, a second time, or later', async () => {
    const { target } = openTarget();
    const request = await target.requestFor(KEY, { maxBytes: 9, startBefore: soon() });
    expect(await send(request, text('ten bytes!'))).toBe('400 bad_request: the file length cannot be greater than 9 bytes');
    expect(await send({ ...request, url: request.url.replace('0a', '0b') })).toBe(
      '400 bad_request: "pathname" does not match the token payload',
    );
    expect(await send({ ...request, headers: { ...request.headers, 'x-content-type': 'text/html' } })).toBe(
      '400 bad_request: contentType text/html is not allowed',
    );
    expect(await send(request)).toBe(200);
    expect(await send(request)).toBe('400 bad_request: This blob already exists, use `allowOverwrite: true`');
    const late = await target.requestFor('uploads/1/abc-0c', { maxBytes: 9, startBefore: new Date(Date.now() - 1) });
    expect(await send(late)).toBe('400 bad_request: Token expired');
  });

  it('neither reads nor lists nor deletes, and is worth nothing in another store', async () => {
    const { target, settings } = openTarget();
    const other = openTarget();
    const { url, headers } = await target.requestFor(KEY, { maxBytes: 9, startBefore: soon() });
    expect(await send({ url, headers })).toBe(200);
    for (const address of [`${settings.apiUrl}/?url=${KEY}`, `${settings.apiUrl}/?prefix=uploads`]) {
      expect((await fetch(address, { headers })).status).toBe(403);
    }
    const deletion = { method: 'POST', headers, body: JSON.stringify({ urls: [KEY] }) };
    expect((await fetch(`${settings.apiUrl}/delete`, deletion)).status).toBe(403);
    expect(headers.authorization).not.toContain(settings.token);
    expect(other.objects.size).toBe(0);
  });

  it('needs no answer of the store', async () => {
    const { target } = openTarget();
    failWith((response) => response.destroy());
    expect((await target.requestFor(KEY, { maxBytes: 9, startBefore: soon() })).method).toBe('PUT');
    await expect(target.bytesOf(KEY)).rejects.toMatchObject({ code: 'storage_failed' });
  });
});
