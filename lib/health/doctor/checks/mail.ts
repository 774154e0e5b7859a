import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';

export interface MailState {
  /** Messages that are still to be sent, and when the oldest of them was queued. */
  waiting: number;
  oldestWaiting: Date | null;
  /** Messages of the last days that will not be sent. */
  givenUp: number;
  /** Last answer of the mail server to a message that is not sent. */
  lastError: string | null;
}

export interface MailPort {
  /** Whether SMTP_URL is set. */
  sends: boolean;
  state(): Promise<MailState>;
  now(): number;
  /** Removes e-mail addresses. */
  redact(text: string): string;
}

const MINUTE_MS = 60 * 1000;

/** Links expire after an hour: a person who waits for one longer than this gives up. */
const LATE_MINUTES = 15;

const SERVER_ADVICE = 'Check SMTP_URL and MAIL_FROM, and that this machine may connect to the mail server. The outbox shows each message.';

/** Whether messages leave the outbox. */
export const mailCheck = ({ sends, state, now, redact }: MailPort): Check => ({
  id: 'mail',
  title: 'Sending mail',
  async run() {
    const { waiting, oldestWaiting, givenUp, lastError } = await state();
    if (!sends) {
      const kept = waiting === 0 ? '' : ` ${count(waiting)} ${waiting === 1 ? 'is' : 'are'} kept in the outbox.`;
      return warning(
        `SMTP_URL is not set: no message leaves this server.${kept}`,
        'Set SMTP_URL and MAIL_FROM. Until then, pass the links in the outbox on yourself.',
      );
    }
    const minutes = oldestWaiting ? Math.floor((now() - oldestWaiting.getTime()) / MINUTE_MS) : 0;
    const found: Verdict[] = [];
    if (minutes >= LATE_MINUTES)
      found.push(
        problem(`${count(waiting)} ${waiting === 1 ? 'waits' : 'wait'} to be sent, the oldest for ${minutes} minutes.`, SERVER_ADVICE),
      );
    if (givenUp > 0) found.push(warning(`${count(givenUp)} of the last days could not be sent.`, SERVER_ADVICE));
    if (found.length === 0) return ok('Mail is sent. No message waits for long.');
    const { detail, ...verdict } = joined(found);
    const answer = lastError === null ? '' : ` Last answer of the mail server: ${redact(lastError)}`;
    return { ...verdict, detail: detail + answer };
  },
});

const count = (messages: number) => (messages === 1 ? '1 message' : `${messages} messages`);
