import type { Browser, Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { cutTexts } from '../client/cut-text';
import { expectNoSidewaysScroll } from '../client/overflow';
import { openAccount, type TestPerson } from '../client/people';
import { shownTexts } from '../client/shown-texts';
import { expect, signIn, test } from '../server/fixtures';

test.use(STILL);

/** Pages of the settings that are translated; the last one is not for members. */
const PAGES = ['profile', 'security', 'addresses', 'keys', 'connections', 'data', 'people'];
const PHONE = { width: 320, height: 640 };

/** Words that are the same in English: names of products and formats, names that people gave, and cognates. */
const SAME = [/^Likeness$/, /^(REST|MyCargoExtra|Cloudreve|Ulule|Zulip|API)$/, /@example\.org$/, /^test$/, /^Ada Lovelace$/, /^Backup$/];
const COGNATES: Record<string, readonly string[]> = { de: ['Name'], es: ['Personal'] };

/** Something to show on every page. */
async function fill(baseURL: string, { auth, email, password }: TestPerson): Promise<void> {
  const post = async (path: string, json: object, Authorization: string) => {
    const headers = { Authorization, 'Content-Type': 'application/json' };
    const response = await fetch(`${baseURL}${path}`, { method: 'POST', headers, body: JSON.stringify(json) });
    expect(response.ok, `POST ${path}: ${response.status}`).toBe(true);
  };
  const basic = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  const soon = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString();
  await post('/api/me/addresses', { email: `second-${email}`, password }, basic);
  await post('/api/keys', { label: 'Backup', scopes: ['avatar:read'], expiresAt: soon }, basic);
  expect(auth.Authorization).toMatch(/^Bearer /);
}

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`/settings/${name}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.motion-safe\\:animate-shimmer')).toHaveCount(0);
  // Folded parts have texts too.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** The texts of each page in English, with those of another person. */
const english = new Map<string, Promise<ReadonlyMap<string, ReadonlySet<string>>>>();

async function inEnglish(browser: Browser, baseURL: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = english.get(baseURL) ?? collect(browser, baseURL);
  english.set(baseURL, known);
  return known;
}

async function collect(browser: Browser, baseURL: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB' });
  const page = await context.newPage();
  const person = await openAccount(baseURL, 'Grace Hopper');
  await fill(baseURL, person);
  await signIn(page, baseURL, person);
  const texts = new Map<string, ReadonlySet<string>>();
  for (const name of PAGES) {
    await open(page, name);
    texts.set(name, new Set(await shownTexts(page)));
  }
  await context.close();
  return texts;
}

for (const [locale, lang, title] of [
  ['en-US', 'en', 'Security'],
  ['de-AT', 'de', 'Sicherheit'],
  ['fr-CA', 'fr', 'Sécurité'],
  ['es-MX', 'es', 'Seguridad'],
  ['ja', 'ja', 'セキュリティ'],
  ['zh-CN', 'zh-Hans', '安全'],
  ['ar-EG', 'ar', 'الأمان'],
] as const) {
  test.describe(`a browser in ${locale}`, () => {
    test.use({ locale });

    test('shows the settings in its language alone, and cuts no text on a narrow phone', async ({ page, browser, person, server }) => {
      test.slow();
      await fill(server.baseURL, person);
      const originals = await inEnglish(browser, server.baseURL);
      await page.setViewportSize(PHONE);
      for (const name of PAGES) {
        await open(page, name);
        const where = `${name} in ${locale}`;
        const heading = page.getByRole('heading', { level: 1 });
        if (name === 'security') await expect(heading).toHaveText(title);
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
    });
  });
}

test.describe('in German', () => {
  test.use({ locale: 'de-AT', timezoneId: 'Europe/Vienna' });

  test('the settings ask, refuse and report in German', async ({ page, person }) => {
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    const button = (name: string) => page.getByRole('button', { name });
    const dialog = page.getByRole('alertdialog');

    await open(page, 'keys');
    await button('Schlüssel erstellen').click();
    await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/^Geben Sie einen Namen ein/);
    await page.getByLabel('Name').fill('Neu');
    await button('Schlüssel erstellen').click();
    await expect(page.getByRole('heading', { name: 'Ihr neuer Schlüssel' })).toBeFocused();
    await page.getByRole('link', { name: 'Daten' }).first().click();
    await expect(dialog).toContainText('Ihr neuer Schlüssel wurde nicht kopiert.');
    await dialog.getByRole('button', { name: 'Ohne Schlüssel verlassen' }).click();

    await expect(page.getByText(/^Mit Ihrem Konto werden 0 Bilder, 2 API-Schlüssel und 1 Anmeldung gelöscht\./)).toBeVisible();
    await button('Mein Konto löschen').click();
    await expect(page.getByLabel('Passwort')).toHaveAccessibleDescription('Geben Sie Ihr Passwort ein.');
    await page.getByLabel('Passwort').fill(person.password);
    await button('Mein Konto löschen').click();
    const due = new Intl.DateTimeFormat('de-AT', { dateStyle: 'medium', timeZone: 'Europe/Vienna' }).format(
      Date.now() + 7 * 24 * 60 * 60 * 1000,
    );
    await expect(page.getByRole('note')).toHaveText(`Ihr Konto wird am ${due} gelöscht. Konto behalten`);
    // The server and the browser render the same.
    await page.reload();
    await expect(page.getByRole('note')).toHaveText(`Ihr Konto wird am ${due} gelöscht. Konto behalten`);
    await button('Mein Konto behalten').click();
    await page.getByLabel('Passwort').fill(person.password);
    await page.getByLabel('Sofort löschen').check();
    await button('Mein Konto löschen').click();
    await expect(page).toHaveURL(/:\d+\/$/);
    await expect(page.getByRole('status').first()).toContainText('Ihr Konto wurde gelöscht.');
    await expect(page.locator('[lang=de]').getByText('Von Ihnen ist nichts mehr vorhanden.')).toBeVisible();
    expect(errors).toEqual([]);
  });
});
