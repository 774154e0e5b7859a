import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts';
import { createAdministration } from './accounts/administration/administration';
import type { AdministrationRecords, ExpiryDates } from './accounts/administration/ports';
import { KEEP_INVITES_MS } from './accounts/limits';
import { createBackground } from './accounts/links/background';
import { createLinks } from './accounts/links/links';
import { createPasswordResets } from './accounts/password-resets/password-resets';
import type { AccountRecords } from './accounts/ports';
import type { RateLimits } from './accounts/rate-limit-ports';
import { withFixedRegistration } from './accounts/registration/fixed-policy';
import { createRegistration } from './accounts/registration/registration';
import { createNote } from './audit/note';
import type { AuditRecords } from './audit/ports';
import type { SenderContext } from './audit/sender';
import type { PolicyRecords } from './avatars/ports';
import type { Env } from './env';
import { acceptedLanguage } from './languages/accepted-language';
import { KEEP_MESSAGES_MS } from './mail/limits';
import { createComposer, createMail } from './mail/mail';
import { createOutbox } from './mail/outbox';
import type { MessageRecords } from './mail/ports';
import type { Metrics } from './metrics/metrics';

const DAY_MS = 86_400_000;

export interface PeopleParts {
  env: Env;
  records: AccountRecords & AdministrationRecords & AuditRecords & MessageRecords & PolicyRecords;
  sender: SenderContext;
  rateLimits: Pick<RateLimits, 'mail'>;
  log: Logger;
  report: (error: unknown) => void;
  metrics: Pick<Metrics, 'tally'>;
}

/** Connects the parts about people that need no request: for the server, and for commands without one. */
export async function composePeople({ env, records, sender: from, rateLimits, log, report, metrics }: PeopleParts) {
  const { baseUrl, registration: fixed } = env;
  const note = createNote(records, { sender: from });
  const proof = env.verifiesAddresses ? 'proved' : 'any';
  const links = createLinks(records);
  const background = createBackground(report);
  const sender = await openSender({ env, records, log, report, metrics });
  const settings = { product: env.mail.product, language: () => acceptedLanguage(from.current()?.acceptLanguage) ?? env.defaultLanguage };
  const mail = createMail(records, settings, sender?.wake);
  const passwordResets = createPasswordResets({ records, links, mail, rateLimits, background, baseUrl });
  const noteReset = (userId: number) => note('reset-link-created', userId);
  return {
    accounts: createAccounts(records, undefined, proof, (userId) => note('sign-in-refused', userId).catch(report)),
    administration: createAdministration({ records, passwordResets, rateLimits, noteReset }),
    registration: createRegistration({ records, policies: withFixedRegistration(records, fixed), fixed }),
    passwordResets,
    links,
    background,
    mail,
    compose: createComposer(settings),
    note,
    outbox: createOutbox(records, sender !== undefined),
    /** Sends what is due, where no timer does. */
    sendDue: async () => void (await sender?.sendDue().catch(report)),
    /** Resolves when the mail of earlier requests is queued and, without a timer that sends it later, sent. */
    async settled() {
      await background.settled();
      if (env.functions) await sender?.settled();
    },
    /** Deletes what has expired, part by part. */
    expire(now: Date): Promise<unknown>[] {
      const { invitesBefore, auditBefore, messagesBefore } = expiryDates(now, env.auditDays);
      return [
        records.deleteExpiredSessions(now),
        records.deleteExpiredLinks(now),
        records.deleteInvitesBefore(invitesBefore),
        records.deleteAuditBefore(auditBefore),
        records.deleteMessages({ createdBefore: messagesBefore }),
      ];
    },
    /** Counts what `expire` would delete now, and accounts whose deletion is due. */
    countExpired: () => records.countExpired(expiryDates(new Date(), env.auditDays)),
    async close() {
      await background.settled();
      await sender?.close();
    },
  };
}

function expiryDates(now: Date, auditDays: number): ExpiryDates {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  return { now, invitesBefore: before(KEEP_INVITES_MS), auditBefore: before(auditDays * DAY_MS), messagesBefore: before(KEEP_MESSAGES_MS) };
}

/** Loads the SMTP client only where mail is sent. @returns undefined without SMTP_URL */
async function openSender({ env, records, log, report, metrics }: Omit<PeopleParts, 'sender' | 'rateLimits'>) {
  const { smtpUrl, from } = env.mail;
  if (smtpUrl === undefined) return undefined;
  const [{ smtpTransport }, { startSender }] = await Promise.all([import('./mail/smtp'), import('./mail/sender')]);
  const onAttempt = (outcome: string) => {
    metrics.tally('mail', { outcome }).total += 1;
  };
  return startSender({ records, transport: smtpTransport({ smtpUrl, from }), log, report, onAttempt, polls: !env.functions });
}
