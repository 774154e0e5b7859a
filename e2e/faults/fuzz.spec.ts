import { expect, test } from '@playwright/test';
import { CORPUS } from '@/testing/corpus';
import { mutate, seeded } from '@/testing/mutate';
import { openAccount } from '../client/people';
import { basic, multipart, whole } from '../client/zulip';
import { discard, startServer } from '../server/server';

/** A fraction of the inputs of lib/imaging/fuzz.image.test.ts, which tests the core alone. */
const INPUTS = 150;
const TIFFS = 40;
const FIRST_SEED = 7_000_000;

const FIRST_OF = ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF', 'HEIC'];
/** One of each animated format. */
const ANIMATED = CORPUS.animation?.slice(0, 3) ?? [];

test('damaged pictures are answered with 200 or 4xx in problem+json, and the server keeps running', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  const put = (body: Uint8Array) =>
    fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(body) });
  const files = await Promise.all(
    [...FIRST_OF.map((family) => CORPUS[family]?.[0]), ...ANIMATED].map(async (of) => Buffer.from((await of?.file()) ?? [])),
  );
  // Only this API accepts TIFF.
  const sendTiff = async (content: Uint8Array) => {
    const { body, headers } = multipart({ name: 'file', fileName: 'me.tiff', content: new Uint8Array(content) });
    return whole(
      await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: { ...headers, ...basic(person) }, body }),
    );
  };
  const outcomes = new Set<number>();
  for (let seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed += 1) {
    const random = seeded(seed);
    const [file, other] = [files[random(files.length)], files[random(files.length)]];
    if (!file || !other) throw new Error('There is no picture to harm');
    const response = await put(mutate(file, other, random));
    outcomes.add(response.status);
    if (response.status === 200) continue;
    expect([400, 415, 422], `seed ${seed}`).toContain(response.status);
    expect(response.headers.get('content-type'), `seed ${seed}`).toBe('application/problem+json');
    expect((await response.json()).code, `seed ${seed}`).toMatch(
      /^(?:no_file|empty_file|unsupported_format|too_many_pixels|too_complex|corrupt_image)$/,
    );
  }
  expect(outcomes).toContain(200);
  expect(outcomes).toContain(422);
  expect((await put(files[0] ?? Buffer.alloc(0))).status).toBe(200);
  for (let seed = FIRST_SEED; seed < FIRST_SEED + TIFFS; seed += 1) {
    const tiff = Buffer.from((await CORPUS.TIFF?.[seed % 6]?.file()) ?? []);
    const { status, body } = await sendTiff(mutate(tiff, tiff, seeded(seed)));
    expect([200, 400], `seed ${seed} as TIFF`).toContain(status);
    if (status === 400) expect(body, `seed ${seed} as TIFF`).toMatchObject({ result: 'error', code: 'BAD_IMAGE' });
  }
  // Errors of clients cause no warnings.
  expect(server.output()).not.toContain('"level"');
  await discard(server);
});
