import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMemoryRecords } from '@/testing/memory/records';
import type { Records } from '@/testing/records';
import { reply, startMailServer, startSilentServer } from '@/testing/smtp';
import { createMail } from './mail';
import { startSender } from './sender';
import { smtpTransport } from './smtp';

const START = Date.parse('2026-11-29T00:00:00Z');
const MINUTE_MS = 60_000;
const FROM = { name: 'Köpfe', address: 'pictures@example.org' };

/** Time of the records, which the test moves. */
const later = (minutes: number) => vi.setSystemTime(START + minutes * MINUTE_MS);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function senderTo(url: string, records: Records = createMemoryRecords(), from = FROM) {
  const logged: unknown[] = [];
  const attempts: string[] = [];
  const log = (level: string) => (fields: object, message: string) => logged.push({ level, ...fields, message });
  const sender = startSender({
    records,
    transport: smtpTransport({ smtpUrl: url, from }),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    report: (error) => logged.push(error),
    onAttempt: (outcome) => attempts.push(outcome),
    polls: false,
  });
  onTestFinished(sender.close);
  const mail = createMail(records, { product: 'Köpfe', language: () => 'en' });
  const queue = (to = 'ada@example.org') =>
    mail.send({ to, language: null, kind: 'password-changed', at: new Date(), timeZone: null, url: 'https://pictures.example.org/forgot' });
  const stored = async () =>
    (await records.listMessages(10)).map(({ sentAt, nextAttemptAt, lastError }) => ({ sentAt, nextAttemptAt, lastError }));
  return { ...sender, records, logged, attempts, queue, stored, mail };
}

const DONE = { sentAt: expect.any(Date), nextAttemptAt: null, lastError: null };

describe('a message', () => {
  it('arrives as text and HTML, with its sender, under an id of its own', async () => {
    const server = await startMailServer();
    const { queue, sendDue, stored, records } = senderTo(`smtp://127.0.0.1:${server.port}`);
    await queue();
    const id = (await records.listMessages(1))[0]?.id;
    expect(await sendDue()).toBe(1);
    const [message] = server.received;
    expect(server.envelopes).toEqual([{ from: 'pictures@example.org', to: ['ada@example.org'] }]);
    expect(message?.subject).toBe('Your Köpfe password was changed');
    expect(message?.from?.value).toEqual([{ name: 'Köpfe', address: 'pictures@example.org' }]);
    expect(message?.to).toMatchObject({ value: [{ name: '', address: 'ada@example.org' }] });
    expect(message?.messageId).toBe(`<${id}@example.org>`);
    expect(message?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(message?.text).toContain('https://pictures.example.org/forgot');
    expect(message?.html).toContain('<a href="https://pictures.example.org/forgot"');
    expect(message?.attachments).toEqual([]);
    expect(await stored()).toEqual([DONE]);
  });

  it('is sent once by two processes', async () => {
    const server = await startMailServer();
    const url = `smtp://127.0.0.1:${server.port}`;
    const records = createMemoryRecords();
    const [first, second] = [senderTo(url, records), senderTo(url, records)];
    for (let at = 0; at < 6; at += 1) await first.queue(`person${at}@example.org`);
    const sent = await Promise.all([first.sendDue(), second.sendDue()]);
    expect(sent[0] + sent[1]).toBe(6);
    expect(server.envelopes.flatMap(({ to }) => to).toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((at) => `person${at}@example.org`));
  });

  it('that is queued during a run is sent by it', async () => {
    const server = await startMailServer();
    const { queue, wake, settled } = senderTo(`smtp://127.0.0.1:${server.port}`);
    await queue('first@example.org');
    wake();
    await queue('second@example.org');
    wake();
    await settled();
    expect(server.envelopes.map(({ to }) => to)).toEqual([['first@example.org'], ['second@example.org']]);
  });
});

describe('a mail server', () => {
  it('that is down gets the message once it is up, and is logged once', async () => {
    const { port, close } = await startMailServer();
    await close();
    const { queue, sendDue, stored, logged } = senderTo(`smtp://127.0.0.1:${port}`);
    await queue();
    await queue();
    expect(await sendDue()).toBe(0);
    for (const { nextAttemptAt } of await stored()) {
      expect(nextAttemptAt?.getTime()).toBeGreaterThanOrEqual(START + 15_000);
      expect(nextAttemptAt?.getTime()).toBeLessThanOrEqual(START + 30_000);
    }
    expect(await sendDue()).toBe(0);
    const server = await startMailServer({ port });
    later(1);
    expect(await sendDue()).toBe(2);
    expect(server.received).toHaveLength(2);
    expect(logged).toEqual([
      { level: 'warn', code: 'ESOCKET', message: 'Mail cannot be sent: it is queued, and sent again later' },
      { level: 'info', message: 'Mail is sent again' },
    ]);
  });

  it('that refuses for now is asked again, later each time', async () => {
    const replies = [reply(451, 'Greylisted'), reply(450, 'Try again'), null];
    const server = await startMailServer({ onRcptTo: (_address, _session, callback) => callback(replies.shift()) });
    const { queue, sendDue, stored, attempts } = senderTo(`smtp://127.0.0.1:${server.port}`);
    await queue();
    await sendDue();
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: expect.any(Date), lastError: '451 Greylisted' }]);
    later(1);
    await sendDue();
    const [second] = await stored();
    expect(second?.lastError).toBe('450 Try again');
    expect(second?.nextAttemptAt?.getTime()).toBeGreaterThanOrEqual(START + MINUTE_MS + 30_000);
    later(3);
    expect(await sendDue()).toBe(1);
    expect(await stored()).toEqual([DONE]);
    expect(attempts).toEqual(['failed', 'failed', 'sent']);
  });

  it('that refuses the address for good is not asked again, and the log has no address', async () => {
    const server = await startMailServer({
      onRcptTo: (_address, _session, callback) => callback(reply(550, 'No such user ada@example.org')),
    });
    const { queue, sendDue, stored, logged } = senderTo(`smtp://127.0.0.1:${server.port}`);
    await queue();
    expect(await sendDue()).toBe(0);
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: null, lastError: '550 No such user ada@example.org' }]);
    expect(logged).toEqual([
      { level: 'error', id: expect.any(String), attempts: 1, code: 'EENVELOPE 550', message: 'Gave up sending a message' },
    ]);
    expect(JSON.stringify(logged)).not.toContain('ada');
  });

  it.each([
    [
      'the sender',
      'smtp://',
      { onMailFrom: (_address: unknown, _session: unknown, callback: (error: Error) => void) => callback(reply(550, 'Not allowed')) },
    ],
    ['the password', 'smtp://ada:wrong@', { authMethods: ['PLAIN' as const] }],
  ])('that refuses %s is asked again, since the settings can be corrected', async (_what, start, options) => {
    const server = await startMailServer({ allowInsecureAuth: true, ...options });
    const { queue, sendDue, stored } = senderTo(`${start}127.0.0.1:${server.port}`);
    await queue();
    await sendDue();
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: expect.any(Date), lastError: expect.stringMatching(/^5\d\d /) }]);
  });

  it('gets user and password of the URL', async () => {
    const server = await startMailServer({ allowInsecureAuth: true, authMethods: ['PLAIN'], authOptional: false });
    const { queue, sendDue } = senderTo(`smtp://ada%40example.org:p%40ss%2Fword@127.0.0.1:${server.port}`);
    await queue();
    expect(await sendDue()).toBe(1);
    expect(server.users).toEqual(['ada@example.org']);
  });

  it('is talked to over TLS, and not if its certificate is unknown', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const server = await startMailServer({ secure: true });
    const { queue, sendDue, stored } = senderTo(`smtps://127.0.0.1:${server.port}`);
    await queue();
    expect(await sendDue()).toBe(0);
    expect((await stored())[0]?.lastError).toMatch(/certificate/);
    const trusting = senderTo(`smtps://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
    await trusting.queue();
    expect(await trusting.sendDue()).toBe(1);
  });

  it('that says nothing does not keep the server from stopping, and the message is sent after the next start', async () => {
    const silent = await startSilentServer();
    const { queue, sendDue, close, stored, records } = senderTo(`smtp://127.0.0.1:${silent.port}`);
    await queue();
    const sending = sendDue();
    await silent.connected;
    await close();
    expect(await sending).toBe(0);
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: new Date(START), lastError: expect.any(String) }]);
    const server = await startMailServer();
    expect(await senderTo(`smtp://127.0.0.1:${server.port}`, records).sendDue()).toBe(1);
  });
});

describe('a message that expires', () => {
  it('is given up in time, and says so', async () => {
    const server = await startMailServer({ onRcptTo: (_address, _session, callback) => callback(reply(451, 'Greylisted')) });
    const { mail, sendDue, stored, logged } = senderTo(`smtp://127.0.0.1:${server.port}`);
    await mail.send({
      to: 'ada@example.org',
      language: null,
      kind: 'reset-password',
      url: 'https://x.example/reset',
      expiresAt: new Date(START + MINUTE_MS),
    });
    await sendDue();
    later(2);
    await sendDue();
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: null, lastError: '451 Greylisted' }]);
    expect(logged.at(-1)).toMatchObject({ level: 'error', code: 'expired', message: 'Gave up sending a message' });
  });

  it('before the first attempt has no answer of a mail server', async () => {
    const { mail, sendDue, stored } = senderTo('smtp://127.0.0.1:1');
    const expired = new Date(START - MINUTE_MS);
    await mail.send({ to: 'ada@example.org', language: null, kind: 'reset-password', url: 'https://x.example/reset', expiresAt: expired });
    await sendDue();
    expect(await stored()).toEqual([{ sentAt: null, nextAttemptAt: null, lastError: null }]);
  });
});

describe('header injection', () => {
  it.each(['eve@example.org\r\nBcc: bob@example.org', 'eve@example.org, bob@example.org', '"eve\r\nBcc: bob@example.org"@example.org'])(
    'an address such as %j reaches no other address',
    async (to) => {
      const server = await startMailServer();
      const { queue, sendDue } = senderTo(`smtp://127.0.0.1:${server.port}`);
      await queue(to);
      await sendDue();
      expect(server.envelopes.flatMap(({ to: recipients }) => recipients)).not.toContain('bob@example.org');
      expect(server.received.map(({ bcc }) => bcc)).toEqual(server.received.map(() => undefined));
    },
  );

  it('a name of the sender cannot add a header', async () => {
    const server = await startMailServer();
    const from = { name: 'Ada\r\nBcc: bob@example.org', address: 'pictures@example.org' };
    const { queue, sendDue } = senderTo(`smtp://127.0.0.1:${server.port}`, createMemoryRecords(), from);
    await queue();
    await sendDue();
    expect(server.envelopes).toEqual([{ from: 'pictures@example.org', to: ['ada@example.org'] }]);
    expect(server.received[0]?.bcc).toBeUndefined();
  });
});
