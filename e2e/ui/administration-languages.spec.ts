import { STILL } from '../client/axe';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { BROWSER_LANGUAGES, expectTranslated, NARROW_PHONE, textsOfPages } from '../client/translated-page';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

test.use(STILL);

/** Words that are the same in English: names of products and formats, names that people gave, and cognates. */
const SHARED = {
  everywhere: [
    /^Likeness$/,
    /^(REST|MyCargoExtra|Cloudreve|Ulule|Zulip|API)$/,
    /^(JPEG|PNG|WebP|GIF|AVIF|HEIC|TIFF)$/,
    /@example\.org$/,
    /^test$/,
    /^Ada Lovelace( \(\d+\))?$/,
    /^:?\s*Backup$/,
    // The last characters of a key.
    /^…[\w-]{4}$/,
    // Keys of pictures, among the details of the audit log.
    /^[0-9a-f]{40}$/,
    // Of messages, which are in the language of their recipient.
    /^(Reset|Your) .*Likeness/,
  ],
  cognates: {
    de: ['Name', 'Person', 'Person · Likeness', 'Domains', 'Problem', 'Administration'],
    fr: ['Pages', 'Action', 'Sessions', 'Administration'],
    es: ['Personal'],
  },
};

/** Something to show on every page of administrators. @returns their pages */
async function fillForAdministrators(baseURL: string, administrator: TestPerson): Promise<string[]> {
  const person = await openAccount(baseURL);
  const Cookie = await signInCookie(baseURL, administrator);
  const ask = async (method: string, path: string, json?: object) => {
    const headers = { Cookie, Origin: baseURL, 'Content-Type': 'application/json' };
    const response = await fetch(`${baseURL}${path}`, { method, headers, body: json && JSON.stringify(json) });
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  };
  await signInCookie(baseURL, person);
  await ask('PATCH', `/api/people/${person.id}`, { avatarLockedUntil: '2100-01-31T00:00:00Z', reason: 'Backup' });
  await ask('POST', `/api/people/${person.id}/password-reset`);
  await ask('PATCH', `/api/people/${person.id}`, { disabled: true });
  await ask('POST', '/api/invites', { role: 'admin', email: 'grace@example.org' });
  await ask('POST', '/api/invites', {});
  await ask('POST', '/api/service-keys', { label: 'Backup', scopes: ['people:write'] });
  return ['people', `people/${person.id}`, 'organization', 'audit', 'outbox', 'health', 'people/2147483647'];
}

/** The heading of the page Audit log. */
const TITLES = {
  en: 'Audit log',
  de: 'Protokoll',
  fr: 'Journal d’audit',
  es: 'Registro de auditoría',
  ja: '監査ログ',
  'zh-Hans': '审计日志',
  ar: 'سجل التدقيق',
};

/** One browser after another: each page of administrators has data of the server, which the first one has made. */
test('an administrator reads every page in their language alone, and no text is cut on a narrow phone', async ({ browser, server }) => {
  test.setTimeout(240_000);
  const { baseURL } = server;
  const administrator = await openAdministrator(server);
  const pages = await fillForAdministrators(baseURL, administrator);
  const inEnglish = await browser.newContext({ baseURL, locale: 'en-GB' });
  const reader = await inEnglish.newPage();
  await signIn(reader, baseURL, administrator);
  const english = await textsOfPages(reader, pages);
  await inEnglish.close();
  for (const [locale, language] of BROWSER_LANGUAGES) {
    const context = await browser.newContext({ baseURL, locale, viewport: NARROW_PHONE });
    const page = await context.newPage();
    await signIn(page, baseURL, administrator);
    for (const name of pages) {
      await expectTranslated(page, name, language, english, SHARED);
      if (name === 'audit') await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES[language]);
    }
    await context.close();
  }
});
