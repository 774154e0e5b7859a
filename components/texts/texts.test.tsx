import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FIELD_CODES } from '@/lib/field-problems';
import { nativeErrors } from '@/lib/http/problem';
import { compileTexts } from '@/lib/languages/compile-texts';
import type { Language } from '@/lib/languages/languages';
import { messages as arabic } from '@/messages/ar';
import { messages as german } from '@/messages/de';
import { messages as english } from '@/messages/en';
import type { FieldProblems } from '../api/failure';
import { SignInForm } from '../auth/sign-in-form';
import { PromotionForm } from '../setup/promotion-form';
import type { ClientMessages, PageMessages } from './catalogues';
import { Texts, useTexts } from './texts';
import { useExplain } from './use-explain';

const compiled = (messages: PageMessages): ClientMessages =>
  Object.fromEntries(Object.entries(messages).map(([area, texts]) => [area, compileTexts(texts)]));

const POSTED = { action: '/', failure: null, values: {}, done: null };

const shown = (language: Language, messages: ClientMessages, part: ReactElement) =>
  renderToStaticMarkup(
    <Texts language={language} messages={messages}>
      {part}
    </Texts>,
  );

function Missing({ count }: { count: number }) {
  return useTexts('password')('short', { count });
}

function Explained({ code, details }: { code: string; details?: object }) {
  return useExplain().failure({ code, details });
}

function WrongFields({ problems }: { problems: FieldProblems }) {
  return JSON.stringify(useExplain().fields({ fieldProblems: problems }));
}

describe('the texts of a page', () => {
  it('are those of its language, with its plurals', () => {
    expect(shown('en', compiled(english), <Missing count={1} />)).toBe('Too short: 1 more character');
    expect(shown('en', compiled(english), <Missing count={3} />)).toBe('Too short: 3 more characters');
    expect(shown('de', compiled(german), <Missing count={1} />)).toBe('Zu kurz: noch 1 Zeichen');
    expect(shown('ar', compiled(arabic), <Missing count={2} />)).toBe('قصيرة جدًا: ينقصها محرفان');
  });

  it('name every part of a form', () => {
    const form = shown('ar', compiled(arabic), <SignInForm action="/" failed={null} ended connect="Example SSO" />);
    expect(form).toContain('تسجيل الدخول وربط Example SSO');
    expect(form).toContain('تم تسجيل خروجك. سجّل الدخول للمتابعة.');
    expect(form).not.toMatch(/>[^<]*(?:Sign|Password|E-mail)/);
  });

  it('have elements where the language has them', () => {
    const form = shown('de', compiled(german), <PromotionForm posted={POSTED} setupCode="x" email="ada@example.org" />);
    expect(form).toContain('Sie sind als <span class="font-medium">ada@example.org</span> angemeldet.');
    expect(form).toContain('<a href="/sign-out" class="link">Melden Sie sich ab</a>, um stattdessen');
  });

  it('are known to the parts of the page that get more of them', () => {
    const { password, ...others } = compiled(english);
    const inner = (
      <Texts language="en" messages={{ password }}>
        <Missing count={1} />
        <Explained code="offline" />
      </Texts>
    );
    expect(shown('en', others, inner)).toContain('You are offline.');
  });

  it('that the page did not send are a mistake', () => {
    expect(() => shown('en', {}, <Missing count={1} />)).toThrow('Expected the text password.short among those of the page');
  });
});

describe('a failure is explained', () => {
  it.each([...Object.keys(nativeErrors), 'offline', 'unreachable', 'timeout'])('by its code: %s', (code) => {
    const known: object = { ...english.common.errors, ...english.failures };
    expect(Object.keys(known)).toContain(code);
    const text = shown('de', compiled(german), <Explained code={code} />);
    expect(text).not.toContain('undefined');
    expect(text).not.toBe(german.common.errors.other);
  });

  it('by its code in one place alone', () => {
    const both = Object.keys(english.failures).filter((code) => code in english.common.errors);
    expect(both).toEqual([]);
  });

  it('with its details', () => {
    const explained = (code: string, details: object) => shown('de', compiled(german), <Explained code={code} details={details} />);
    expect(explained('rate_limited', {})).toBe('Zu viele Anfragen. Versuchen Sie es gleich noch einmal.');
    expect(explained('rate_limited', { retryAfterSeconds: 29.2 })).toBe('Zu viele Anfragen. Versuchen Sie es in 30 Sekunden noch einmal.');
    expect(explained('busy', { retryAfterSeconds: 600 })).toContain('in 10 Minuten');
    expect(explained('file_too_large', { limitBytes: 5 * 1024 ** 2 })).toContain('höchstens 5 MB');
    expect(explained('too_many_pixels', { limitPixels: 90_000_000 })).toContain('höchstens 90 Megapixel');
    expect(explained('too_many_keys', { limit: 50 })).toContain('50 Schlüssel');
    expect(explained('changes_disabled', { lockedUntil: '2100-01-31T12:00:00.000Z' })).toContain('bis 31. Januar 2100');
    expect(explained('registration_refused', { reason: 'domains', domains: ['a.org', 'b.org'] })).toContain('a.org, b.org');
    expect(explained('reset_refused', { reason: 'disabled' })).toMatch(/^Dieses Konto ist deaktiviert/);
  });

  it('by the common text if a later version of the server has its code', () => {
    expect(shown('de', compiled(german), <Explained code="of_a_later_version" />)).toBe(german.common.errors.other);
  });
});

describe('a wrong field is explained', () => {
  it('by every word that the server has for it', () => {
    expect(Object.keys(english.common.fields)).toEqual([...FIELD_CODES]);
  });

  it('with its name and limit, or by the common text', () => {
    const problems: FieldProblems = JSON.parse(
      '{"name":{"code":"required"},"password":{"code":"too_short","limit":8},"other":{"code":"of_a_later_version"}}',
    );
    expect(shown('de', compiled(german), <WrongFields problems={problems} />).replaceAll('&quot;', '"')).toBe(
      JSON.stringify({
        name: 'Geben Sie einen Namen ein.',
        password: 'Geben Sie mindestens 8 Zeichen ein.',
        other: 'Prüfen Sie diese Angabe.',
      }),
    );
  });
});
