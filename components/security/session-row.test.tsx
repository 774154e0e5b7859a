import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { compileTexts } from '@/lib/languages/compile-texts';
import type { Language } from '@/lib/languages/languages';
import { messages as arabic } from '@/messages/ar';
import { messages as german } from '@/messages/de';
import { messages as english } from '@/messages/en';
import type { Session } from '../api/resource';
import { DatesProvider } from '../dates/dates';
import { Texts } from '../texts/texts';
import { SessionRow } from './session-row';

const CATALOGUES = { en: english, de: german, ar: arabic };

const SESSION: Session = {
  id: '1',
  issuer: null,
  device: 'Firefox on Linux',
  address: '192.0.2.7',
  createdAt: '2026-11-29T12:30:00.000Z',
  lastSeenAt: '2026-11-30T08:00:00.000Z',
  current: false,
};

const row = (language: Language & keyof typeof CATALOGUES, locale: string, session: Partial<Session> = {}) =>
  renderToStaticMarkup(
    <Texts language={language} messages={{ security: compileTexts(CATALOGUES[language].security) }}>
      <DatesProvider settings={{ locale, timeZone: 'Europe/Vienna', browserZone: null }}>
        <SessionRow session={{ ...SESSION, ...session }} busy={false} onEnd={() => {}} />
      </DatesProvider>
    </Texts>,
  );

it('names a browser and a client in the language of the page', () => {
  expect(row('en', 'en-GB')).toContain('Firefox on Linux');
  expect(row('de', 'de')).toContain('Firefox unter Linux');
  expect(row('ar', 'ar')).toContain('Firefox على Linux');
  expect(row('de', 'de', { device: 'Firefox' })).toContain('>Firefox<');
  expect(row('de', 'de', { device: null })).toContain('Unbekannter Browser');
  expect(row('de', 'de', { device: null, issuer: 'cloudreve' })).toContain('Cloudreve-Programm');
});

it('has the dates of the region, within the sentences of the language', () => {
  expect(row('de', 'de-AT')).toContain('angemeldet am <time dateTime="2026-11-29T12:30:00.000Z" dir="auto">29.11.2026, 13:30</time>');
  expect(row('en', 'en-US')).toMatch(/>Nov 29, 2026, 1:30\sPM<\/time>/);
  expect(row('en', 'en-GB')).toContain('aria-label="Sign out Firefox on Linux, signed in 29 Nov 2026, 13:30"');
});
