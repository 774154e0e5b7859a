import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { compileTexts } from '@/lib/languages/compile-texts';
import type { Language } from '@/lib/languages/languages';
import { messages as arabic } from '@/messages/ar';
import { messages as german } from '@/messages/de';
import { messages as english } from '@/messages/en';
import { SignInForm } from '../auth/sign-in-form';
import { PromotionForm } from '../setup/promotion-form';
import type { ClientMessages, PageMessages } from './catalogues';
import { Texts, useTexts } from './texts';
import { useExplain } from './use-explain';

const compiled = (messages: PageMessages): ClientMessages =>
  Object.fromEntries(Object.entries(messages).map(([area, texts]) => [area, compileTexts(texts)]));

const shown = (language: Language, messages: ClientMessages, part: ReactElement) =>
  renderToStaticMarkup(
    <Texts language={language} messages={messages}>
      {part}
    </Texts>,
  );

function Missing({ count }: { count: number }) {
  return useTexts('password')('short', { count });
}

function Explained({ code, detail }: { code: string; detail: string }) {
  return useExplain().failure({ code, detail });
}

describe('the texts of a page', () => {
  it('are those of its language, with its plurals', () => {
    expect(shown('en', compiled(english), <Missing count={1} />)).toBe('Too short: 1 more character');
    expect(shown('en', compiled(english), <Missing count={3} />)).toBe('Too short: 3 more characters');
    expect(shown('de', compiled(german), <Missing count={1} />)).toBe('Zu kurz: noch 1 Zeichen');
    expect(shown('ar', compiled(arabic), <Missing count={2} />)).toBe('قصيرة جدًا: ينقصها محرفان');
  });

  it('name every part of a form', () => {
    const form = shown('ar', compiled(arabic), <SignInForm failed={null} ended connect="Example SSO" />);
    expect(form).toContain('تسجيل الدخول وربط Example SSO');
    expect(form).toContain('تم تسجيل خروجك. سجّل الدخول للمتابعة.');
    expect(form).not.toMatch(/>[^<]*(?:Sign|Password|E-mail)/);
  });

  it('have elements where the language has them', () => {
    const form = shown('de', compiled(german), <PromotionForm setupCode="x" email="ada@example.org" />);
    expect(form).toContain('Sie sind als <span class="font-medium">ada@example.org</span> angemeldet.');
    expect(form).toContain('<a href="/sign-out" class="link">Melden Sie sich ab</a>, um stattdessen');
  });

  it('are known to the parts of the page that get more of them', () => {
    const { password, ...others } = compiled(english);
    const inner = (
      <Texts language="en" messages={{ password }}>
        <Missing count={1} />
        <Explained code="offline" detail="" />
      </Texts>
    );
    expect(shown('en', others, inner)).toContain('You are offline.');
  });

  it('that the page did not send are a mistake', () => {
    expect(() => shown('en', {}, <Missing count={1} />)).toThrow('Expected the text password.short among those of the page');
  });
});

describe('a failure is explained', () => {
  const DETAIL = 'Too many requests. Try again in 30 seconds.';

  it('in English by the server, which knows more than its code', () => {
    expect(shown('en', compiled(english), <Explained code="rate_limited" detail={DETAIL} />)).toBe(DETAIL);
  });

  it('in other languages by its code', () => {
    expect(shown('de', compiled(german), <Explained code="rate_limited" detail={DETAIL} />)).toMatch(/^Zu viele Anfragen\./);
    expect(shown('de', compiled(german), <Explained code="of_a_later_version" detail={DETAIL} />)).toMatch(/^Etwas ist schiefgelaufen\./);
  });
});
