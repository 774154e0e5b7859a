import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type BlobFault, refuse } from '@/testing/blob-stand-in';
import { blobStores, type Fault, failureOf, KEY, QUICK } from '@/testing/blob-store';
import { keysBelow, text, textAt } from '@/testing/storage';
import { blobStorage } from './vercel-blob';

const { standIn, openStore, failWith } = blobStores();

describe('a store that does not do as it should', () => {
  const silent = () => {};
  const denied = 'the store refuses the token: see BLOB_READ_WRITE_TOKEN and BLOB_ACCESS';

  it.each<[name: string, fault: Fault, meaning: string, requests: number]>([
    ['never answers', silent, 'the service does not answer in time', 2],
    ['refuses the token', (response) => refuse(response, 403, 'forbidden'), denied, 1],
    ['does not exist', (response) => refuse(response, 404, 'store_not_found'), 'the store does not exist', 1],
    [
      'is suspended',
      (response) => refuse(response, 403, 'store_suspended'),
      'the store is suspended: see its usage and bills at Vercel',
      1,
    ],
    ['limits requests', (response) => refuse(response, 429, 'rate_limited'), 'the store limits requests', 2],
    ['is not available', (response) => refuse(response, 503, 'service_unavailable'), 'the service is not available', 2],
    ['answers with an error page', (response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'), 'unexpected answer', 2],
    ['closes the connection', (response) => response.destroy(), 'the service closed the connection', 2],
  ])('fails as storage_failed, and the cause says that it %s', async (_name, fault, meaning, requests) => {
    const { storage } = await openStore();
    failWith(fault);
    expect(await failureOf(storage.head(KEY))).toContain(`storage_failed: Vercel Blob: ${meaning} (`);
    expect(standIn().received).toHaveLength(requests);
  });

  it.each<[name: string, fault: Fault, meaning: string, requests: number]>([
    ['never answers', silent, 'the service does not answer in time', 2],
    ['stops in the middle', (response) => response.writeHead(200, { 'Content-Length': 25 }).write('a pic'), 'does not answer in time', 2],
    [
      'ends in the middle',
      (response) => response.writeHead(200, { 'Content-Length': 25 }).write('a pic', () => response.destroy()),
      'the service closed the connection',
      2,
    ],
    ['refuses the token', (response) => response.writeHead(403).end(), denied, 1],
    ['limits requests', (response) => response.writeHead(429).end(), 'the store limits requests', 2],
    ['fails inside', (response) => response.writeHead(500).end(), 'unexpected answer (status 500)', 2],
  ])('fails a download as storage_failed, never as damage, if it %s', async (_name, fault, meaning, requests) => {
    const { storage } = await openStore();
    failWith(fault);
    expect(await failureOf(storage.get(KEY))).toMatch(/^storage_failed: Vercel Blob: /);
    expect(standIn().received).toHaveLength(requests);
    expect(await failureOf(storage.get(KEY))).toContain(meaning);
  });

  it('and refuses the size of an object is full for a client', async () => {
    const { storage } = await openStore();
    failWith((response) => refuse(response, 400, 'bad_request', 'the file length cannot be greater than 5TB'));
    const failure = await storage.put(KEY, text('x')).catch((error) => error);
    expect(failure).toMatchObject({
      code: 'storage_full',
      message:
        'The storage of this server does not take pictures of this size. Nothing was changed. Ask the administrator, or use a smaller file.',
      cause: { message: expect.stringContaining('Vercel Blob: the object is too large for the store (') },
    });
  });

  it.each<[name: string, fault: BlobFault]>([
    ['is not available', (response) => refuse(response, 503, 'service_unavailable') === undefined],
    ['closes the connection', (response) => Boolean(response.destroy())],
    ['never answers', () => true],
  ])('is asked again if it %s once', async (_name, fault) => {
    const { storage } = await openStore();
    failWith(fault, 1);
    expect((await storage.head(KEY))?.bytes).toBe(9);
    failWith(fault, 1);
    await storage.put(KEY, text('another'));
    failWith(fault, 1);
    expect(await textAt(storage, KEY)).toBe('another');
    expect(standIn().received).toHaveLength(2);
  });

  it('and limits requests is asked again after the time that it names', async () => {
    const { storage } = await openStore();
    failWith((response) => refuse(response.setHeader('Retry-After', 1), 429, 'rate_limited'), 1);
    const before = Date.now();
    expect((await storage.head(KEY))?.bytes).toBe(9);
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
  });

  it('and names a time beyond the limit is not waited for', async () => {
    const { storage } = await openStore();
    failWith((response) => refuse(response.setHeader('Retry-After', 60), 429, 'rate_limited'));
    expect(await failureOf(storage.head(KEY))).toContain('the store limits requests (');
    expect(standIn().received).toHaveLength(1);
  });

  it('and refuses connections is named as such', async () => {
    const { storage } = await openStore();
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    process.env.VERCEL_BLOB_API_URL = `http://127.0.0.1:${port}`;
    const failure = await failureOf(storage.head(KEY));
    process.env.VERCEL_BLOB_API_URL = standIn().apiUrl;
    expect(failure).toContain('storage_failed: Vercel Blob: the service refuses connections (');
  });

  it('and names an address elsewhere is not sent the token there', async () => {
    const { settings } = await openStore();
    failWith((response) => {
      const object = { url: 'https://blob.example.org/originals/0a', pathname: KEY, size: 25, uploadedAt: new Date() };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(object));
    });
    const failure = await failureOf(blobStorage(settings, QUICK).get(KEY));
    expect(failure).toContain('Expected an address of a store from the API, got one at blob.example.org');
  });

  it('has no token in the error, which goes to the log', async () => {
    const { settings, storage } = await openStore();
    for (const fault of [(response) => refuse(response, 403, 'forbidden'), silent] satisfies Fault[]) {
      failWith(fault);
      for (const call of [
        () => storage.get(KEY),
        () => storage.put(KEY, text('x')),
        () => storage.delete([KEY]),
        () => keysBelow(storage),
      ]) {
        const failure = await call().catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 'storage_failed' });
        expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/bearer|vercel_blob_rw/i);
        expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(settings.token);
      }
    }
  });
});
