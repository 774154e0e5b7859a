import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bucketAt } from '@/testing/s3';
import { type Respond, refusal, startStandIn } from '@/testing/s3-stand-in';
import { text } from '@/testing/storage';
import { s3Storage } from './s3';
import type { S3Limits } from './s3-client';
import type { S3Settings } from './settings';

const KEY = 'originals/0a';
const QUICK: S3Limits = { connectMs: 2_000, answerMs: 300, idleMs: 300, totalMs: 2_000, attempts: 2 };

const open = (settings: S3Settings, limits: Partial<S3Limits> = QUICK) =>
  s3Storage(settings, { publicPrefix: 'renditions/', limits: { ...QUICK, ...limits } });

/** The head of the answer to a download. */
function announce(response: ServerResponse, bytes: number, body = 'a picture', key = KEY): ServerResponse {
  const sha256 = createHash('sha256').update(body).digest('hex');
  return response.writeHead(200, { 'Content-Length': bytes, 'x-amz-meta-key': key, 'x-amz-meta-sha256': sha256 });
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();

const whole: Respond = (response) => announce(response, 9).end('a picture');

/** Code and cause of a failure of the call. */
async function failureOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => expect.unreachable('It did not fail'),
    (reason) => reason,
  );
  return `${error.code}: ${error.cause.message}`;
}

describe('a store that does not do as it should', () => {
  it.each<[name: string, respond: Respond, meaning: string, requests: number]>([
    ['never answers', () => {}, 'the store does not answer in time', 2],
    ['stops in the middle of the body', (response) => announce(response, 9).write('a pic'), 'the store does not answer in time', 2],
    ['refuses access, also to a list', refusal(403, 'AccessDenied'), 'the credentials lack a permission on the bucket', 2],
    ['refuses the signature', refusal(403, 'SignatureDoesNotMatch'), 'the store refuses the credentials', 1],
    ['has no such bucket', refusal(404, 'NoSuchBucket'), 'the bucket does not exist', 1],
    ['has another region', refusal(301, 'PermanentRedirect'), 'the bucket is in another region: see S3_REGION and S3_ENDPOINT', 1],
    ['always asks to slow down', refusal(503, 'SlowDown'), 'the store is overloaded or limits requests', 2],
    ['fails inside', refusal(500, 'InternalError'), 'unexpected answer', 2],
    [
      'has another time',
      refusal(403, 'RequestTimeTooSkewed'),
      'the clock of this machine is wrong, or that of the store: they differ by more than the store allows',
      1,
    ],
  ])('fails as storage_failed, and the cause says that it %s', async (_name, respond, meaning, requests) => {
    const { settings, received } = await startStandIn(respond);
    expect(await failureOf(open(settings).get(KEY))).toContain(`storage_failed: Bucket pictures: ${meaning} (`);
    expect(received).toHaveLength(requests);
  });

  it('that sends one byte after the other is given up after the time limit of the whole read', async () => {
    const { settings } = await startStandIn((response) => {
      announce(response, 1000);
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    expect(await failureOf(open(settings, { totalMs: 500 }).get(KEY))).toContain('the store does not answer in time (');
  });

  it('that refuses connections is named as such', async () => {
    const probe = createServer();
    const port = await new Promise<number>((resolve) => {
      probe.listen(0, '127.0.0.1', () => {
        const address = probe.address();
        resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
      });
    });
    await new Promise((resolve) => probe.close(resolve));
    const storage = open(bucketAt(`http://127.0.0.1:${port}`, 'pictures'));
    expect(await failureOf(storage.get(KEY))).toContain('storage_failed: Bucket pictures: the store refuses connections (');
  });

  it.each([
    [507, 'InsufficientStorage'],
    [403, 'QuotaExceeded'],
    [400, 'EntityTooLarge'],
    [507, 'AnythingElse'],
  ])('and refuses a write with the status %i and %s is full', async (status, code) => {
    const { settings } = await startStandIn(refusal(status, code));
    const failure = await open(settings, { attempts: 1 })
      .put(KEY, text('x'))
      .catch((error) => error);
    expect(failure).toMatchObject({
      code: 'storage_full',
      message:
        'The storage of this server is full. Nothing was changed, and pictures are still shown. Ask the administrator to free some space, then try again.',
      cause: { message: expect.stringContaining('Bucket pictures: the store is full (') },
    });
  });

  it.each<[name: string, first: Respond]>([
    ['asks to slow down once', refusal(503, 'SlowDown')],
    ['closes the connection once', (response) => response.destroy()],
    ['closes the connection once in the middle of the body', (response) => announce(response, 9).write('a pic', () => response.destroy())],
    // The SDK takes the time of the store from the answer and signs again.
    ['has another time', (response, attempt) => refusal(403, 'RequestTimeTooSkewed')(response.setHeader('Date', inAnHour()), attempt)],
  ])('is asked again if it %s', async (_name, first) => {
    const { settings, received } = await startStandIn((response, attempt) => (attempt === 0 ? first : whole)(response, attempt));
    expect(await open(settings).get(KEY)).toEqual(text('a picture'));
    expect(received).toHaveLength(2);
  });

  it('that always closes the connection in the middle of the body has not damaged the object', async () => {
    const { settings, received } = await startStandIn((response) => announce(response, 9).write('a pic', () => response.destroy()));
    expect(await failureOf(open(settings).get(KEY))).toContain('storage_failed: Bucket pictures: the store closed the connection (');
    expect(received).toHaveLength(2);
  });

  it.each<[name: string, respond: Respond, reason: string]>([
    [
      'other bytes',
      (response) => announce(response, 9).end('b picture'),
      'originals/0a: expected the SHA-256 92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b, got 5f2e7937b096f0e180db9cae2841201d982ab924ad18520201581d26ca323c4e of 9 bytes',
    ],
    ['fewer bytes', (response) => announce(response, 5).end('a pic'), 'of 5 bytes'],
    ['another object', (response) => announce(response, 9, 'a picture', 'originals/0b').end('a picture'), 'got the object originals/0b'],
  ])('and returns %s is reported as damage', async (_name, respond, reason) => {
    const { settings } = await startStandIn(respond);
    const failure = await failureOf(open(settings).get(KEY));
    expect(failure).toContain('storage_damaged: originals/0a: ');
    expect(failure).toContain(reason);
  });
});

describe('deleting many objects', () => {
  const keys = Array.from({ length: 250 }, (_, at) => `many/${at}`);
  const result = (...errors: string[]) =>
    `<DeleteResult>${errors.map((code) => `<Error><Key>many/7</Key><Code>${code}</Code><Message>Told to fail</Message></Error>`).join('')}</DeleteResult>`;

  it('fails if one of them cannot be deleted, but only after all were tried', async () => {
    const { settings, received } = await startStandIn((response, attempt) => response.end(attempt < 2 ? result('AccessDenied') : result()));
    expect(await failureOf(open(settings).delete(keys))).toBe(
      'storage_failed: Bucket pictures: the credentials lack a permission on the bucket (AccessDenied, 1 of 100 objects, the first many/7: Told to fail)',
    );
    expect(received.map(({ body }) => body.match(/<Object>/g)?.length)).toEqual([100, 1, 100, 50]);
  });

  it('is repeated for those that failed, since the failure may be of a moment', async () => {
    const { settings, received } = await startStandIn((response, attempt) =>
      response.end(attempt === 0 ? result('InternalError') : result()),
    );
    expect(await open(settings).delete(['many/7', 'many/8'])).toBeUndefined();
    expect(received.map(({ body }) => body.match(/many\/\d/g))).toEqual([['many/7', 'many/8'], ['many/7']]);
  });

  it('ignores those that are gone already', async () => {
    const { settings } = await startStandIn((response) => response.end(result('NoSuchKey')));
    expect(await open(settings).delete(['many/7'])).toBeUndefined();
  });

  it('sends the MD5 of the request, which stores other than Amazon’s require', async () => {
    const { settings, received } = await startStandIn((response) => response.end(result()));
    await open(settings).delete(['many/7']);
    const md5 = createHash('md5')
      .update(received[0]?.body ?? '')
      .digest('base64');
    expect(received[0]).toMatchObject({ method: 'POST', url: '/pictures/?delete=', headers: { 'content-md5': md5 } });
  });
});

it('has no signature or credential in the error, which goes to the log', async () => {
  const { settings } = await startStandIn(refusal(403, 'AccessDenied'));
  const failure = await open(settings)
    .get(KEY)
    .catch((error) => error);
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/authorization|Credential=|test:tester|testing/i);
});

describe('requests to a bucket', () => {
  const stored: Respond = (response) => response.end();

  it('name prefix, checksum and encryption as set', async () => {
    const { settings, received } = await startStandIn(stored);
    const own: S3Settings = { ...settings, prefix: 'likeness/', encryption: 'aws:kms', kmsKeyId: 'arn:aws:kms:key' };
    await open(own).put(KEY, text('a picture'));
    expect(received[0]).toMatchObject({
      method: 'PUT',
      url: '/pictures/likeness/originals/0a?x-id=PutObject',
      headers: {
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:key',
        'x-amz-checksum-sha256': 'krL6WAKJWDF+QIvYTs+nD17jWxIZkdvCMsSdFmNTcIs=',
      },
      body: 'a picture',
    });
  });

  it('ask for no encryption unless it is set', async () => {
    const { settings, received } = await startStandIn(stored);
    await open(settings).put(KEY, text('a picture'));
    expect(Object.keys(received[0]?.headers ?? {}).filter((name) => name.includes('encryption'))).toEqual([]);
  });

  it('lead to public addresses for renditions alone, and only if the bucket has one', () => {
    const settings = { ...bucketAt('http://127.0.0.1:9', 'pictures', 'likeness/'), publicUrl: 'https://cdn.example.org' };
    expect(open(settings).publicUrl('renditions/0a/64.webp')).toBe('https://cdn.example.org/likeness/renditions/0a/64.webp');
    expect(open(settings).publicUrl(KEY)).toBeNull();
    expect(open({ ...settings, publicUrl: undefined }).publicUrl('renditions/0a/64.webp')).toBeNull();
  });
});
