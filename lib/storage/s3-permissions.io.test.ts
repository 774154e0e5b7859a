import { describe, expect, it } from 'vitest';
import { PROBED_KEY } from '@/lib/health/readiness';
import { type Respond, refusal, startStandIn } from '@/testing/s3-stand-in';
import { s3Storage } from './s3';

const KEY = 'originals/0a';

/** Lists these keys. */
const listed =
  (...keys: string[]): Respond =>
  (response) => {
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(`<ListBucketResult>${contents}</ListBucketResult>`);
  };

/** Amazon, if the credentials may not list the whole bucket: a missing object is refused. @param list its answer to a list */
async function openStore(list: Respond) {
  const { settings, received } = await startStandIn((response, attempt) => {
    const { method, url = '' } = response.req;
    if (url.includes('list-type=2')) list(response, attempt);
    else if (method === 'HEAD') response.writeHead(403).end();
    else refusal(403, 'AccessDenied')(response, attempt);
  });
  return { storage: s3Storage({ ...settings, prefix: 'likeness/' }, { publicPrefix: 'renditions/' }), received };
}

const failureOf = (call: Promise<unknown>) => call.then(String, (error) => `${error.code}: ${error.cause.message}`);

describe('credentials that may list the prefix alone', () => {
  it('suffice to tell a missing object from one that may not be read', async () => {
    const { storage, received } = await openStore(listed());
    expect([await storage.get(KEY), await storage.head(KEY)]).toEqual([null, null]);
    expect(received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /pictures/likeness/originals/0a?x-id=GetObject',
      'GET /pictures/?list-type=2&max-keys=1&prefix=likeness%2Foriginals%2F0a',
      'HEAD /pictures/likeness/originals/0a',
      'GET /pictures/?list-type=2&max-keys=1&prefix=likeness%2Foriginals%2F0a',
    ]);
  });

  it('suffice if only an object with a longer key exists', async () => {
    const { storage } = await openStore(listed('likeness/originals/0a0'));
    expect(await storage.get(KEY)).toBeNull();
  });

  it('do not hide that an object may not be read', async () => {
    const { storage } = await openStore(listed('likeness/originals/0a'));
    const expected = 'storage_failed: Bucket pictures: the credentials lack a permission on the bucket (';
    expect(await failureOf(storage.get(KEY))).toContain(expected);
    expect(await failureOf(storage.head(KEY))).toContain(expected);
  });

  it('are enough for the readiness probe, which asks for nothing outside of originals', async () => {
    const { storage, received } = await openStore(listed());
    expect(await storage.get(PROBED_KEY)).toBeNull();
    expect(received[0]?.url).toBe('/pictures/likeness/originals/probe?x-id=GetObject');
  });
});

it('without any permission to list, a read and the readiness probe fail, and say what is missing', async () => {
  const { storage } = await openStore(refusal(403, 'AccessDenied'));
  const expected = 'storage_failed: Bucket pictures: the credentials lack a permission on the bucket (AccessDenied';
  expect(await failureOf(storage.get(PROBED_KEY))).toContain(expected);
  expect(await failureOf(storage.get(KEY))).toContain(expected);
});

it('a wrong signature is not mistaken for a missing object', async () => {
  const { settings, received } = await startStandIn(refusal(403, 'SignatureDoesNotMatch'));
  const storage = s3Storage(settings, { publicPrefix: 'renditions/' });
  expect(await failureOf(storage.get(KEY))).toContain('the store refuses the credentials (SignatureDoesNotMatch');
  expect(received).toHaveLength(1);
});
