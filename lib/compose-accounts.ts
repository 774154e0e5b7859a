import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts';
import { createVerification } from './accounts/addresses/verification';
import { createAdministration } from './accounts/administration/administration';
import type { AdministrationRecords } from './accounts/administration/ports';
import { createAuthenticator } from './accounts/authenticate';
import { insuredCounters, memoryCounters, rememberRefusals } from './accounts/counters';
import { createKnownNetworks } from './accounts/known-networks';
import { createBackground } from './accounts/links/background';
import { createLinks } from './accounts/links/links';
import { nextAuthOptions, sessionCookieName } from './accounts/next-auth';
import { createPasswordResets } from './accounts/password-resets/password-resets';
import type { AccountRecords } from './accounts/ports';
import type { Counters } from './accounts/rate-limit-ports';
import { createRateLimits } from './accounts/rate-limits';
import { withFixedRegistration } from './accounts/registration/fixed-policy';
import { createRegistration } from './accounts/registration/registration';
import { createSetup } from './accounts/registration/setup';
import { createServiceKeys } from './accounts/service-keys/service-keys';
import { createTokens } from './accounts/tokens';
import { createNote } from './audit/note';
import type { AuditRecords } from './audit/ports';
import type { SenderContext } from './audit/sender';
import type { DiskSpace, PolicyRecords } from './avatars/ports';
import type { Env } from './env';
import { KEEP_MESSAGES_MS } from './mail/limits';
import { createMail } from './mail/mail';
import { createOutbox } from './mail/outbox';
import type { MessageRecords } from './mail/ports';
import type { Metrics } from './metrics/metrics';

const DAY_MS = 86_400_000;

interface Parts {
  env: Env;
  records: AccountRecords & AdministrationRecords & AuditRecords & MessageRecords & PolicyRecords;
  sender: SenderContext;
  secret: string;
  /** Counters of the database that all processes share. */
  counters: Counters | undefined;
  diskSpace: DiskSpace;
  log: Logger;
  report: (error: unknown) => void;
  metrics: Pick<Metrics, 'tally'>;
}

/** Connects the parts that know people: accounts, tokens, sign-in, and the limits of guesses. */
export async function composeAccounts({ env, records, sender: from, secret, counters: shared, diskSpace, log, report, metrics }: Parts) {
  const { baseUrl } = env;
  const isRequired = env.verifiesAddresses;
  const note = createNote(records, { sender: from });
  const accounts = createAccounts(records, undefined, isRequired ? 'proved' : 'any', (userId) =>
    note('sign-in-refused', userId).catch(report),
  );
  const tokens = createTokens({ records, secret });
  const redis = env.redisUrl === undefined ? undefined : await (await import('./redis/counters')).redisCounters(env.redisUrl);
  const remote = redis?.counters ?? shared;
  const counters = remote ? insuredCounters(rememberRefusals(remote), memoryCounters(), log) : memoryCounters();
  const known = createKnownNetworks({ records, secret, report, diskSpace });
  const rateLimits = createRateLimits(env, known, counters);
  const links = createLinks(records);
  const background = createBackground(report);
  const sender = await openSender({ env, records, log, report, metrics });
  const mail = createMail(records, env.mail, sender?.wake);
  const setup = createSetup(records, accounts);
  const passwordResets = createPasswordResets({ records, links, mail, rateLimits, background, baseUrl });
  const verification = createVerification({ isRequired, records, links, mail, rateLimits, background, baseUrl });
  const fixed = env.registration;
  const registration = createRegistration({ records, policies: withFixedRegistration(records, fixed), fixed });
  return {
    accounts,
    setup,
    registration,
    administration: createAdministration(records),
    serviceKeys: createServiceKeys(records, diskSpace),
    links,
    mail,
    passwordResets,
    verification,
    outbox: createOutbox(records, sender !== undefined),
    /** Creates a setup code, unless there is an administrator. A failure must not keep the server from starting. */
    async setupUrl(): Promise<string | null> {
      // Each page and API of a platform may be a function that starts by itself: a start must not take back what a log has just shown.
      const keepSince = env.functions ? new Date(Date.now() - DAY_MS) : null;
      const code = await setup.newCode(keepSince).catch(report);
      if (!code) return null;
      const url = `${env.baseUrl}/setup?code=${code}`;
      if (env.functions) console.log(`There is no administrator yet. This link creates one, once, today: ${url}`);
      return url;
    },
    tokens,
    counters,
    rateLimits,
    authenticator: createAuthenticator({ records, tokens, secret, diskSpace }),
    nextAuth: nextAuthOptions({
      accounts,
      rateLimits,
      secret,
      baseUrl,
      report: (error) => log.error({ err: error }, 'Sign-in failed'),
      log,
    }),
    sessionCookie: sessionCookieName(env.baseUrl),
    /** Sends what is due, where no timer does. */
    sendDue: async () => void (await sender?.sendDue().catch(report)),
    /** Resolves when the mail of earlier requests is queued and, without a timer that sends it later, sent. */
    async settled() {
      await background.settled();
      if (env.functions) await sender?.settled();
    },
    /** Deletes what has expired, part by part. */
    expire: (now: Date): Promise<unknown>[] => [
      records.deleteExpiredSessions(now),
      records.deleteExpiredLinks(now),
      records.deleteAuditBefore(new Date(now.getTime() - env.auditDays * DAY_MS)),
      records.deleteMessages({ createdBefore: new Date(now.getTime() - KEEP_MESSAGES_MS) }),
    ],
    async close() {
      await background.settled();
      await sender?.close();
      await redis?.close();
    },
  };
}

/** Loads the SMTP client only where mail is sent. @returns undefined without SMTP_URL */
async function openSender({ env, records, log, report, metrics }: Omit<Parts, 'secret' | 'sender' | 'counters' | 'diskSpace'>) {
  const { smtpUrl, from } = env.mail;
  if (smtpUrl === undefined) return undefined;
  const [{ smtpTransport }, { startSender }] = await Promise.all([import('./mail/smtp'), import('./mail/sender')]);
  const onAttempt = (outcome: string) => {
    metrics.tally('mail', { outcome }).total += 1;
  };
  return startSender({ records, transport: smtpTransport({ smtpUrl, from }), log, report, onAttempt, polls: !env.functions });
}
