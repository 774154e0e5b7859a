import { createTransport } from 'nodemailer';
import type { Delivery, Transport } from './ports';
import type { MailSettings } from './settings';

/** Timeouts in milliseconds, of the connection, the greeting and a connection without data. */
const CONNECT_MS = 10_000;
const GREETING_MS = 10_000;
const IDLE_MS = 30_000;

/** Properties of nodemailer’s errors, as far as they are used here. */
interface SmtpError {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  /** Whether the reply of the server is final; undefined without a reply. */
  permanent?: boolean;
}

/** Sends mail through an SMTP server. Over `smtp:` it uses STARTTLS if the server offers it. */
export function smtpTransport({ smtpUrl, from }: Pick<MailSettings, 'from'> & { smtpUrl: string }): Transport {
  const mailer = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: IDLE_MS,
    // Messages contain text alone. Neither a file nor a URL is read into one.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async deliver({ id, to, ...content }, signal) {
      try {
        await mailer.sendMail({
          ...content,
          from,
          // As an object, so that it is one address whatever it contains.
          to: { name: '', address: to },
          messageId: `<${id}@${domain}>`,
          // RFC 3834: keeps automatic replies from answering.
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal,
        });
        return { kind: 'sent' };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

function failureOf(error: unknown): Delivery {
  const failure: SmtpError = typeof error === 'object' && error !== null ? error : {};
  const { code = 'unknown', command, response, responseCode, permanent } = failure;
  // A sender or a password that the server refuses is a mistake in the settings, which an administrator corrects.
  const ofMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  return {
    kind: ofMessage && permanent !== false ? 'refused' : 'failed',
    error: response ?? (error instanceof Error ? error.message : String(error)),
    code: responseCode === undefined ? code : `${code} ${responseCode}`,
  };
}
