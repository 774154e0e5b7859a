import { expect, it } from 'vitest';
import { AvatarError, storageFull } from '@/lib/errors';
import { createMemoryRecords } from '@/testing/memory/records';
import { nextAuthOptions } from './next-auth';
import { createRateLimits } from './rate-limits';
import { createSessions } from './sessions/sessions';

const SESSIONS = createSessions(createMemoryRecords());

const INPUT = { email: 'ada@example.org', password: 'correct horse' };

/** Signs in with a part that fails; returns the thrown and the reported errors. */
async function failing(failure: Error): Promise<{ thrown: unknown; reported: unknown[] }> {
  const reported: unknown[] = [];
  const { providers } = nextAuthOptions({
    accounts: { sessions: SESSIONS, signIn: () => Promise.reject(failure) },
    rateLimits: createRateLimits(
      { userPerMinute: 100, addressPerMinute: 100 },
      { personOf: async () => null, includes: async () => false, add: async () => {} },
    ),
    secret: 'a secret of the test',
    baseUrl: 'http://localhost:3000',
    report: (error) => reported.push(error),
    log: { debug: () => {}, warn: () => {}, error: () => {} },
  });
  const { authorize } = (providers[0]?.options ?? {}) as { authorize: (input: typeof INPUT, request: object) => Promise<unknown> };
  const thrown = await authorize(INPUT, { headers: {} }).catch((error: unknown) => error);
  return { thrown, reported };
}

it('an internal error during sign-in is reported, and the client learns no details', async () => {
  const failure = new Error('SELECT failed at /srv/likeness/lib/db/people.ts');
  expect(await failing(failure)).toEqual({ thrown: new Error('internal'), reported: [failure] });
});

it('too many attempts reach the client as rate_limited and are not reported', async () => {
  const failure = new AvatarError('rate_limited', 'More than ten.', {
    retryAfterSeconds: 60,
    limit: 10,
    remaining: 0,
    resetAt: 1_893_456_000,
  });
  expect(await failing(failure)).toEqual({ thrown: new Error('rate_limited'), reported: [] });
});

it('an unavailable database reaches the client as such, and is reported where it is detected', async () => {
  const failure = new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
  expect(await failing(failure)).toEqual({ thrown: new Error('database_unavailable'), reported: [] });
});

it('too many concurrent sign-ins reach the client as a request to try again', async () => {
  const failure = new AvatarError('busy', 'Too many sign-ins to this account are in progress.', { retryAfterSeconds: 5 });
  expect(await failing(failure)).toEqual({ thrown: new Error('database_unavailable'), reported: [] });
});

it('a full disk, on which no session can be opened, reaches the client as such', async () => {
  expect(await failing(storageFull())).toEqual({ thrown: new Error('storage_full'), reported: [] });
});
