import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts';
import { createAuthenticator } from './accounts/authenticate';
import { insuredCounters, memoryCounters, rememberRefusals } from './accounts/counters';
import { createKnownNetworks } from './accounts/known-networks';
import { createLinks } from './accounts/links/links';
import { nextAuthOptions, sessionCookieName } from './accounts/next-auth';
import type { AccountRecords } from './accounts/ports';
import type { Counters } from './accounts/rate-limit-ports';
import { createRateLimits } from './accounts/rate-limits';
import { createTokens } from './accounts/tokens';
import type { DiskSpace } from './avatars/ports';
import type { Env } from './env';
import { createMail } from './mail/mail';
import type { MessageRecords } from './mail/ports';

interface Parts {
  env: Env;
  records: AccountRecords & MessageRecords;
  secret: string;
  /** Counters of the database that all processes share. */
  counters: Counters | undefined;
  diskSpace: DiskSpace;
  log: Logger;
  report: (error: unknown) => void;
}

/** Connects the parts that know people: accounts, tokens, sign-in, and the limits of guesses. */
export async function composeAccounts({ env, records, secret, counters: shared, diskSpace, log, report }: Parts) {
  const accounts = createAccounts(records);
  const tokens = createTokens({ records, secret });
  const redis = env.redisUrl === undefined ? undefined : await (await import('./redis/counters')).redisCounters(env.redisUrl);
  const remote = redis?.counters ?? shared;
  const counters = remote ? insuredCounters(rememberRefusals(remote), memoryCounters(), log) : memoryCounters();
  const known = createKnownNetworks({ records, secret, report, diskSpace });
  const rateLimits = createRateLimits(env, known, counters);
  const links = createLinks(records);
  const mail = createMail(records, env.mail);
  return {
    accounts,
    links,
    mail,
    tokens,
    counters,
    rateLimits,
    authenticator: createAuthenticator({ records, tokens, secret, diskSpace }),
    nextAuth: nextAuthOptions({
      accounts,
      rateLimits,
      secret,
      baseUrl: env.baseUrl,
      report: (error) => log.error({ err: error }, 'Sign-in failed'),
      log,
    }),
    sessionCookie: sessionCookieName(env.baseUrl),
    close: async () => redis?.close(),
  };
}
