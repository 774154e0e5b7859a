import { expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { nextAuthOptions } from './next-auth';
import { createRateLimits } from './rate-limits';

const INPUT = { email: 'ada@example.org', password: 'correct horse' };

/** Signs in where this goes wrong, and tells what was thrown and what was reported. */
async function failing(failure: Error): Promise<{ thrown: unknown; reported: unknown[] }> {
  const reported: unknown[] = [];
  const { providers } = nextAuthOptions({
    accounts: { signIn: () => Promise.reject(failure) },
    rateLimits: createRateLimits({ userPerMinute: 100, addressPerMinute: 100 }, { includes: async () => false, add: async () => {} }),
    secret: 'a secret of the test',
    baseUrl: 'http://localhost:3000',
    report: (error) => reported.push(error),
    log: { debug: () => {}, warn: () => {}, error: () => {} },
  });
  const { authorize } = (providers[0]?.options ?? {}) as { authorize: (input: typeof INPUT, request: object) => Promise<unknown> };
  const thrown = await authorize(INPUT, { headers: {} }).catch((error: unknown) => error);
  return { thrown, reported };
}

it('what goes wrong inside while somebody signs in is reported, and no word of it reaches them', async () => {
  const failure = new Error('SELECT failed at /srv/likeness/lib/db/people.ts');
  expect(await failing(failure)).toEqual({ thrown: new Error('internal'), reported: [failure] });
});

it('too many attempts are said to be that, and are no fault of ours', async () => {
  const failure = new AvatarError('rate_limited', 'More than ten.');
  expect(await failing(failure)).toEqual({ thrown: new Error('rate_limited'), reported: [] });
});

it('a database that does not answer says nothing about the password, and is reported where it is noticed', async () => {
  const failure = new AvatarError('database_unavailable', 'The database does not answer.');
  expect(await failing(failure)).toEqual({ thrown: new Error('database_unavailable'), reported: [] });
});

it('too many sign-ins in progress say nothing about the password either: the page says to try again', async () => {
  const failure = new AvatarError('busy', 'Too many sign-ins to this account are in progress.', { retryAfterSeconds: 5 });
  expect(await failing(failure)).toEqual({ thrown: new Error('database_unavailable'), reported: [] });
});
