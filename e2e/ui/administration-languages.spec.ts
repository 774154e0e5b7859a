import type { Browser, Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { cutTexts } from '../client/cut-text';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { shownTexts } from '../client/shown-texts';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

test.use(STILL);

const PHONE = { width: 320, height: 640 };

/** Words that are the same in English: names of products and formats, names that people gave, and cognates. */
const SAME = [
  /^Likeness$/,
  /^(REST|MyCargoExtra|Cloudreve|Ulule|Zulip|API)$/,
  /^(JPEG|PNG|WebP|GIF|AVIF|HEIC|TIFF)$/,
  /@example\.org$/,
  /^test$/,
  /^Ada Lovelace$/,
  /^:?\s*Backup$/,
  // The last characters of a key.
  /^[\w-]{4}$/,
  // Keys of pictures, among the details of the audit log.
  /^[0-9a-f]{40}$/,
  // Of messages, which are in the language of their recipient.
  /^(Reset|Your) .*Likeness/,
];
const COGNATES: Record<string, readonly string[]> = {
  de: ['Name', 'Person', 'Person · Likeness', 'Domains', 'Problem', 'Administration'],
  fr: ['Pages', 'Action', 'Sessions', 'Administration'],
  es: ['Personal'],
};

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`/settings/${name}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.motion-safe\\:animate-shimmer')).toHaveCount(0);
  // Folded parts have texts too.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

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

type Texts = ReadonlyMap<string, ReadonlySet<string>>;

/** The texts of each page in English. */
async function collect(browser: Browser, baseURL: string, person: TestPerson, pages: readonly string[]): Promise<Texts> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB' });
  const page = await context.newPage();
  await signIn(page, baseURL, person);
  const texts = new Map<string, ReadonlySet<string>>();
  for (const name of pages) {
    await open(page, name);
    texts.set(name, new Set(await shownTexts(page)));
  }
  await context.close();
  return texts;
}

async function expectTranslated(page: Page, name: string, lang: string, originals: Texts): Promise<void> {
  await open(page, name);
  const where = `${name} in ${lang}`;
  const heading = page.getByRole('heading', { level: 1 });
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expect(page.locator('html')).toHaveAttribute('dir', lang === 'ar' ? 'rtl' : 'ltr');
  await expect(heading.locator('xpath=ancestor::*[@lang][1]')).toHaveAttribute('lang', lang);
  expect(await heading.evaluate((element) => getComputedStyle(element).direction)).toBe(lang === 'ar' ? 'rtl' : 'ltr');
  const left = (await shownTexts(page)).filter((text) => originals.get(name)?.has(text));
  const untranslated = left.filter((text) => !SAME.some((same) => same.test(text)) && !COGNATES[lang]?.includes(text));
  if (lang !== 'en') expect(untranslated, where).toEqual([]);
  expect(await cutTexts(page), where).toEqual([]);
  await expectNoSidewaysScroll(page, PHONE, where);
  if (lang === 'ar') await expectNoViolations(page, where);
}

const LANGUAGES = [
  ['en-US', 'en', 'Audit log'],
  ['de-AT', 'de', 'Protokoll'],
  ['fr-CA', 'fr', 'Journal d’audit'],
  ['es-MX', 'es', 'Registro de auditoría'],
  ['ja', 'ja', '監査ログ'],
  ['zh-CN', 'zh-Hans', '审计日志'],
  ['ar-EG', 'ar', 'سجل التدقيق'],
] as const;

/** One browser after another: each page of administrators has data of the server, which the first one has made. */
test('an administrator reads every page in their language alone, and no text is cut on a narrow phone', async ({ browser, server }) => {
  test.setTimeout(240_000);
  const { baseURL } = server;
  const administrator = await openAdministrator(server);
  const pages = await fillForAdministrators(baseURL, administrator);
  const originals = await collect(browser, baseURL, administrator, pages);
  for (const [locale, lang, title] of LANGUAGES) {
    const context = await browser.newContext({ baseURL, locale, viewport: PHONE });
    const page = await context.newPage();
    await signIn(page, baseURL, administrator);
    for (const name of pages) {
      await expectTranslated(page, name, lang, originals);
      if (name === 'audit') await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    }
    await context.close();
  }
});
