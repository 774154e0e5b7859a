import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow, text, textAt } from '@/testing/storage';
import { s3Storage } from './s3';
import type { S3Settings } from './settings';
import { storageContract } from './storage.contract';

let server: S3Server;
let settings: S3Settings;
beforeAll(async () => {
  server = await startS3();
  settings = await server.bucket();
});
afterAll(() => server.discard());

const PUBLIC = { publicPrefix: 'renditions/' };

let opened = 0;

/** An empty storage, as each prefix of the bucket is. */
function openEmpty() {
  opened += 1;
  const own = { ...settings, prefix: `p${opened}/` };
  return { settings: own, storage: s3Storage(own, PUBLIC) };
}

async function stored(key: string) {
  return server.client.send(new GetObjectCommand({ Bucket: settings.bucket, Key: key }));
}

storageContract('s3', async () => {
  const { settings: own, storage } = openEmpty();
  return {
    storage,
    async damage(key, change) {
      const Key = own.prefix + key;
      const { Body, Metadata } = await stored(Key);
      const changed = change(Buffer.from((await Body?.transformToByteArray()) ?? []));
      await server.client.send(new PutObjectCommand({ Bucket: own.bucket, Key, Body: changed, Metadata: Metadata ?? {} }));
    },
  };
});

describe('objects in a bucket', () => {
  it('have their media type, and may be kept by caches only if they are renditions', async () => {
    const { settings: own, storage } = openEmpty();
    await storage.put('originals/0a', text('a picture'));
    await storage.put('renditions/0a/64.webp', text('a picture'), { contentType: 'image/webp', immutable: true });
    expect(await stored(`${own.prefix}originals/0a`)).toMatchObject({
      ContentType: 'application/octet-stream',
      CacheControl: 'private, no-store',
      Metadata: { key: 'originals/0a', sha256: '92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b' },
    });
    expect(await stored(`${own.prefix}renditions/0a/64.webp`)).toMatchObject({
      ContentType: 'image/webp',
      CacheControl: 'public, max-age=31536000, immutable',
    });
  });

  it('of other programs are neither listed nor touched', async () => {
    const { settings: own, storage } = openEmpty();
    const foreign = { Bucket: own.bucket, Body: 'x' };
    await server.client.send(new PutObjectCommand({ ...foreign, Key: `${own.prefix}Read Me.txt` }));
    await server.client.send(new PutObjectCommand({ ...foreign, Key: `${own.prefix.slice(0, -1)}-other/originals/0b` }));
    await storage.put('originals/0a', text('x'));
    expect(await keysBelow(storage)).toEqual(['originals/0a']);
  });

  it('without the metadata of this server count as damaged', async () => {
    const { settings: own, storage } = openEmpty();
    await server.client.send(new PutObjectCommand({ Bucket: own.bucket, Key: `${own.prefix}originals/0a`, Body: 'x' }));
    await expect(storage.get('originals/0a')).rejects.toMatchObject({
      code: 'storage_damaged',
      cause: { message: 'originals/0a: expected its SHA-256 in the metadata, got none: another program stored it' },
    });
  });
});

describe('settings that are wrong', () => {
  const failure = (own: Partial<S3Settings>) => {
    const storage = s3Storage({ ...settings, ...own }, { ...PUBLIC, limits: { attempts: 1 } });
    const calls = [
      () => storage.put('a', text('x')),
      () => storage.get('a'),
      () => storage.head('a'),
      () => storage.delete(['a']),
      () => keysBelow(storage),
    ];
    return Promise.all(
      calls.map((call) =>
        call().then(
          () => 'no failure',
          ({ code, cause }) => [code, cause.message.split(' (')[0]],
        ),
      ),
    );
  };
  const all = (cause: string) => Array(5).fill(['storage_failed', cause]);

  it('are named in the log: a bucket that does not exist', async () => {
    expect(await failure({ bucket: 'nowhere' })).toEqual(all('Bucket nowhere: the bucket does not exist'));
  });

  it('are named in the log: credentials that the store refuses', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    try {
      const causes = await failure({});
      expect(causes.map((cause) => cause[1])).toEqual([
        `Bucket ${settings.bucket}: the store refuses the credentials`,
        `Bucket ${settings.bucket}: the store refuses the credentials`,
        `Bucket ${settings.bucket}: the credentials lack a permission on the bucket`,
        `Bucket ${settings.bucket}: the store refuses the credentials`,
        `Bucket ${settings.bucket}: the store refuses the credentials`,
      ]);
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = 'testing';
    }
  });
});

it('works again after the store was down, without another client', async () => {
  const { storage } = openEmpty();
  await storage.put('originals/0a', text('kept'));
  await server.stop();
  await expect(storage.get('originals/0a')).rejects.toMatchObject({
    code: 'storage_failed',
    message: 'The picture could not be read from the storage.',
    cause: { message: expect.stringContaining(`Bucket ${settings.bucket}: the store refuses connections`) },
  });
  await server.start();
  expect(await textAt(storage, 'originals/0a')).toBe('kept');
});
