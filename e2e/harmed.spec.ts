import { expect, test } from '@playwright/test';
import { mutate, seeded } from '../lib/testing/mutate';
import { ZOO } from '../lib/testing/zoo';
import { openAccount } from './people';
import { discard, startServer } from './server';

/** A share of what lib/avatars/fuzz.test.ts does with the core alone. */
const INPUTS = 100;
const FIRST_SEED = 7_000_000;

test('harmed pictures are answered with 200 or 4xx in problem+json, and the server goes on', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  const put = (body: Uint8Array) =>
    fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(body) });
  const files = await Promise.all(
    ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF'].map(async (family) => Buffer.from((await ZOO[family]?.[0]?.file()) ?? [])),
  );
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
  // Nothing to warn of: what clients send wrong is no fault of ours.
  expect(server.output()).not.toContain('"level"');
  await discard(server);
});
