import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { observation, remedy } from '../texts';

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

/** Whether messages leave the outbox. */
export const mailCheck = ({ sends, state, now, redact }: MailPort): Check => ({
  id: 'mail',
  async run() {
    const { waiting, oldestWaiting, givenUp, lastError } = await state();
    if (!sends) {
      const kept = waiting === 0 ? [] : [observation('mail_kept', { count: waiting })];
      return warning([observation('mail_unset'), ...kept], remedy('set_smtp'));
    }
    const minutes = oldestWaiting ? Math.floor((now() - oldestWaiting.getTime()) / MINUTE_MS) : 0;
    const found: Verdict[] = [];
    if (minutes >= LATE_MINUTES) found.push(problem(observation('mail_waits', { count: waiting, minutes }), remedy('check_smtp')));
    if (givenUp > 0) found.push(warning(observation('mail_given_up', { count: givenUp }), remedy('check_smtp')));
    if (found.length === 0) return ok(observation('mail_works'));
    const { level, observations, remedies } = joined(found);
    const answer = lastError === null ? [] : [observation('mail_answer', { answer: redact(lastError) })];
    return (level === 'problem' ? problem : warning)([...observations, ...answer], remedies);
  },
});
