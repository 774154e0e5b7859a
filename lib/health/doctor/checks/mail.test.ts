import { expect, it } from 'vitest';
import { redacted } from '@/lib/http/log/redact';
import { verdictOf } from '@/testing/in-process/web';
import { type MailState, mailCheck } from './mail';

const NOW = Date.UTC(2026, 0, 8, 12);
const EMPTY: MailState = { waiting: 0, oldestWaiting: null, givenUp: 0, lastError: null };
const SERVER_ADVICE = 'Check SMTP_URL and MAIL_FROM, and that this machine may connect to the mail server. The outbox shows each message.';
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000);

const found = (state: Partial<MailState>, sends = true) =>
  verdictOf(mailCheck({ sends, state: async () => ({ ...EMPTY, ...state }), now: () => NOW, redact: redacted }));

it('mail that is sent is fine, also while a message is on its way', async () => {
  const detail = 'Mail is sent. No message waits for long.';
  expect(await found({})).toMatchObject({ level: 'ok', detail });
  expect(await found({ waiting: 1, oldestWaiting: minutesAgo(14) })).toMatchObject({ level: 'ok', detail });
});

it('without SMTP_URL no message leaves the server, which is a warning', async () => {
  const advice = 'Set SMTP_URL and MAIL_FROM. Until then, pass the links in the outbox on yourself.';
  const detail = 'SMTP_URL is not set: no message leaves this server.';
  expect(await found({}, false)).toEqual({ level: 'warning', detail, advice });
  expect(await found({ waiting: 1, oldestWaiting: minutesAgo(600) }, false)).toEqual({
    level: 'warning',
    detail: `${detail} 1 message is kept in the outbox.`,
    advice,
  });
});

it('a message that waits for a quarter of an hour is a problem, told with the last answer of the mail server', async () => {
  expect(await found({ waiting: 3, oldestWaiting: minutesAgo(15), lastError: '451 Greylisted' })).toEqual({
    level: 'problem',
    detail: '3 messages wait to be sent, the oldest for 15 minutes. Last answer of the mail server: 451 Greylisted',
    advice: SERVER_ADVICE,
  });
});

it('a message that was given up is a warning, without the address that the mail server names', async () => {
  const { level, detail, advice } = await found({ givenUp: 1, lastError: '550 <ada@example.org>: no such user' });
  expect({ level, advice }).toEqual({ level: 'warning', advice: SERVER_ADVICE });
  expect(detail).toBe('1 message of the last days could not be sent. Last answer of the mail server: 550 <[e-mail]>: no such user');
});

it('messages that wait and messages that were given up are told together, once with the answer', async () => {
  expect(await found({ waiting: 1, oldestWaiting: minutesAgo(60), givenUp: 2, lastError: '535 Wrong password' })).toEqual({
    level: 'problem',
    detail:
      '1 message waits to be sent, the oldest for 60 minutes. 2 messages of the last days could not be sent. Last answer of the mail server: 535 Wrong password',
    advice: SERVER_ADVICE,
  });
});
