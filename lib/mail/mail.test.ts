import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LANGUAGES, type Language } from '@/lib/languages/languages';
import { createMemoryRecords } from '@/testing/memory/records';
import { createMail } from './mail';
import { MESSAGE_KINDS, renderMessage } from './messages/messages';

const NOW = new Date('2026-11-29T00:12:00Z');
const URL = 'https://pictures.example.org/reset?token=a&b=<c>';
const LIKENESS = { product: 'Likeness' };
const TO = { to: 'ada@example.org', language: null };
const CHANGED = { ...TO, kind: 'password-changed' as const, at: NOW, timeZone: null, url: URL };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a message', () => {
  const link = (language: Language = 'en') =>
    renderMessage({ ...TO, kind: 'reset-password', url: URL, expiresAt: NOW }, { product: 'Köpfe & <b>' }, language);

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
    expect(renderMessage(CHANGED, LIKENESS, 'en').text).toContain(
      'The password of your Likeness account was changed on 29 November 2026 at 00:12 UTC. Other devices and applications have to sign in again.',
    );
  });

  it('has dates in the time zone of the person', () => {
    const message = { ...CHANGED, timeZone: 'America/New_York' };
    expect(renderMessage(message, LIKENESS, 'en').text).toContain('was changed on 28 November 2026 at 19:12 America/New_York.');
  });
});

describe('a message in another language', () => {
  it.each([
    ['de', 'am 29. November 2026 um 00:12 (UTC) geändert'],
    ['fr', 'le 29 novembre 2026 à 00:12 (UTC)'],
    ['es', 'el 29 de noviembre de 2026 a las 0:12 (UTC)'],
    ['ja', '2026年11月29日 0:12（UTC）に変更されました'],
    ['zh-Hans', '2026年11月29日 00:12（UTC）'],
    ['ar', '29 نوفمبر 2026 في 12:12 ص (UTC)'],
  ] as const)('has its date in %s', (language, date) => {
    expect(renderMessage(CHANGED, LIKENESS, language).text).toContain(date);
  });

  it('has the punctuation of the language before a link', () => {
    const message = { ...TO, kind: 'invite' as const, url: URL, expiresAt: NOW };
    expect(renderMessage(message, LIKENESS, 'fr').text).toContain(`Ouvrir un compte\u00a0:\n${URL}`);
    expect(renderMessage(message, LIKENESS, 'ja').text).toContain(`アカウントを作成：\n${URL}`);
  });

  it('names the language in its HTML, and is written from right to left in Arabic, except for URLs', () => {
    const german = renderMessage(CHANGED, LIKENESS, 'de').html;
    expect(german).toContain('<html lang="de">');
    expect(german).not.toContain('dir=');
    const arabic = renderMessage(CHANGED, LIKENESS, 'ar').html;
    expect(arabic).toContain('<html lang="ar" dir="rtl">');
    expect(arabic).toContain('<div lang="ar" dir="rtl" ');
    expect(arabic).toContain('<span dir="ltr" style="word-break:break-all">https://pictures.example.org/');
  });

  it.each(LANGUAGES)('is complete, whatever its kind: %s', (language) => {
    const data = { ...CHANGED, forgotUrl: 'https://a.example/forgot', resetUrl: 'https://a.example/reset', expiresAt: NOW };
    const messages = MESSAGE_KINDS.map((kind) => renderMessage({ ...data, kind }, { product: 'Köpfe' }, language));
    expect(new Set(messages.map(({ text }) => text)).size).toBe(MESSAGE_KINDS.length);
    for (const { subject, text, html } of messages) {
      expect(subject).toContain('Köpfe');
      expect(text + html).not.toMatch(/\{|\}|undefined/);
    }
  });
});

describe('mail', () => {
  const queuedBy = async (language: string | null, otherwise: Language) => {
    const records = createMemoryRecords();
    await createMail(records, { ...LIKENESS, language: () => otherwise }).send({ ...CHANGED, language });
    return (await records.listMessages(1))[0]?.subject;
  };

  it('is in the language of the account, else in that of the request', async () => {
    expect(await queuedBy('de', 'fr')).toBe('Ihr Passwort für Likeness wurde geändert');
    expect(await queuedBy(null, 'fr')).toBe('Votre mot de passe Likeness a été modifié');
  });

  it('to an account whose language we do not have is in that of the request', async () => {
    expect(await queuedBy('tlh', 'es')).toBe('Tu contraseña de Likeness ha cambiado');
  });

  it('is queued until it expires, three days unless it has a link, and wakes the sender', async () => {
    const records = createMemoryRecords();
    const wake = vi.fn();
    const mail = createMail(records, { ...LIKENESS, language: () => 'en' }, wake);
    await mail.send(CHANGED);
    const expiresAt = new Date('2026-11-29T01:12:00Z');
    await mail.send({ ...TO, kind: 'reset-password', url: URL, expiresAt });
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
