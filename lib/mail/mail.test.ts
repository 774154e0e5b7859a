import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryRecords } from '@/testing/memory/records';
import { createMail } from './mail';
import { renderMessage } from './messages/messages';

const NOW = new Date('2026-11-29T00:12:00Z');
const URL = 'https://pictures.example.org/reset?token=a&b=<c>';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a message', () => {
  const link = () => renderMessage({ to: 'ada@example.org', kind: 'reset-password', url: URL, expiresAt: NOW }, { product: 'Köpfe & <b>' });

  it('says the same as text and as HTML, where everything is escaped', () => {
    const { subject, text, html } = link();
    expect(subject).toBe('Reset your Köpfe & <b> password');
    expect(text).toBe(`Hello,

A new password was requested for the Köpfe & <b> account with this e-mail address. Choose it within one hour:

Choose a new password:
${URL}

The link works once. If you did not ask for it, ignore this message: your password stays as it is.

-- 
Köpfe & <b>
`);
    expect(html).toContain('<title>Reset your Köpfe &amp; &lt;b&gt; password</title>');
    expect(html).toContain(
      `<a href="https://pictures.example.org/reset?token=a&amp;b=&lt;c&gt;" style="font-weight:bold">Choose a new password</a>`,
    );
    expect(html).toContain('>https://pictures.example.org/reset?token=a&amp;b=&lt;c&gt;</span>');
    expect(html).not.toContain('<b>');
  });

  it('loads nothing', () => {
    expect(link().html).not.toMatch(/<(?:img|link|script|iframe)|url\(|\bsrc=/);
  });

  it('about a changed password says when it was changed', () => {
    const { text } = renderMessage(
      { to: 'ada@example.org', kind: 'password-changed', at: NOW, timeZone: null, url: URL },
      { product: 'Likeness' },
    );
    expect(text).toContain(
      'The password of your Likeness account was changed on 29 November 2026 at 00:12 UTC. Other devices and applications have to sign in again.',
    );
  });

  it('has dates in the time zone of the person', () => {
    const message = { to: 'ada@example.org', kind: 'password-changed' as const, at: NOW, timeZone: 'America/New_York', url: URL };
    expect(renderMessage(message, { product: 'Likeness' }).text).toContain('was changed on 28 November 2026 at 19:12 America/New_York.');
  });
});

describe('mail', () => {
  it('is queued until it expires, three days unless it has a link, and wakes the sender', async () => {
    const records = createMemoryRecords();
    const wake = vi.fn();
    const mail = createMail(records, { product: 'Likeness' }, wake);
    await mail.send({ to: 'ada@example.org', kind: 'password-changed', at: NOW, timeZone: null, url: URL });
    const expiresAt = new Date('2026-11-29T01:12:00Z');
    await mail.send({ to: 'ada@example.org', kind: 'reset-password', url: URL, expiresAt });
    const queued = (await records.listMessages(10)).map(({ subject, ...message }) => [subject, message]);
    expect(Object.fromEntries(queued)).toEqual({
      'Your Likeness password was changed': expect.objectContaining({
        to: 'ada@example.org',
        createdAt: NOW,
        nextAttemptAt: NOW,
        expiresAt: new Date('2026-12-02T00:12:00Z'),
      }),
      'Reset your Likeness password': expect.objectContaining({ to: 'ada@example.org', expiresAt }),
    });
    expect(wake).toHaveBeenCalledTimes(2);
  });
});
