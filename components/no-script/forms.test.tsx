import { renderToStaticMarkup } from 'react-dom/server';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, localeOf } from '@/lib/languages/languages';
import { messages as ar } from '@/messages/ar';
import { messages as de } from '@/messages/de';
import { messages as en } from '@/messages/en';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { PageMessages } from '../texts/catalogues';
import { explainWith } from './explain';
import { KeyForms } from './key-forms';

const CATALOGUES: Partial<Record<Language, PageMessages>> = { en, de, ar };
const POSTED: Posted = { action: '/api/forms/keys', failure: null, values: {}, done: null };
const KEY = {
  id: 7,
  label: 'Backup',
  lastFour: 'abcd',
  scopes: ['avatar:read' as const],
  createdAt: '2026-11-01T10:00:00.000Z',
  lastUsedAt: null,
  expiresAt: null,
};

function shown(language: Language, given: Partial<{ creation: Posted; revocation: Posted; keys: (typeof KEY)[] }> = {}): string {
  const messages = CATALOGUES[language] ?? en;
  const locale = localeOf(language);
  const common = createTranslator<PageMessages, 'common'>({ locale, messages, namespace: 'common' });
  const failures = createTranslator<PageMessages, 'failures'>({ locale, messages, namespace: 'failures' });
  return renderToStaticMarkup(
    <KeyForms
      keys={[KEY]}
      creation={POSTED}
      revocation={POSTED}
      revokeAction={(id) => `/api/forms/keys/revoke?id=${id}`}
      texts={createTranslator<PageMessages, 'keys'>({ locale, messages, namespace: 'keys' })}
      explain={explainWith(common, failures, locale)}
      formatDay={(date) => date.slice(0, 10)}
      {...given}
    />,
  );
}

const failed = (changed: Partial<Failure>): Posted => ({
  ...POSTED,
  values: { label: 'Copy', lifetime: '30' },
  failure: { code: 'invalid_request', status: 0, detail: '', fields: {}, fieldProblems: {}, details: {}, ...changed },
});

describe('the forms for keys without scripts', () => {
  it('post to their actions, with a key for each that exists', () => {
    const html = shown('en');
    expect(html).toContain('action="/api/forms/keys" method="post"');
    expect(html).toContain('action="/api/forms/keys/revoke?id=7"');
    expect(html).toContain('created <time dateTime="2026-11-01T10:00:00.000Z">2026-11-01</time>');
    expect(html).not.toContain('Your new key');
  });

  it('show a new key, and what was entered beside what is wrong', () => {
    expect(shown('en', { creation: { ...POSTED, done: { key: 'k'.repeat(32) } } })).toContain('k'.repeat(32));
    const html = shown('en', { creation: failed({ fieldProblems: { scopes: { code: 'too_few', limit: 1 } } }) });
    expect(html).toContain('Choose at least one permission.');
    expect(html).toContain('value="Copy"');
    expect(html).toMatch(/<option value="30" selected=""/);
  });

  it.each(LANGUAGES)('explain a failure in %s', (language) => {
    expect(shown(language, { creation: failed({ code: 'too_many_keys', details: { limit: 20 } }) })).toMatch(
      /role="alert"[^>]*>.*(?:20|٢٠)/s,
    );
  });
});
