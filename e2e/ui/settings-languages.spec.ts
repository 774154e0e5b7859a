import type { Browser } from '@playwright/test';
import { STILL } from '../client/axe';
import { openAccount, type TestPerson } from '../client/people';
import { BROWSER_LANGUAGES, expectTranslated, NARROW_PHONE, openUnfolded, type PageTexts, textsOfPages } from '../client/translated-page';
import { expect, signIn, test } from '../server/fixtures';

test.use(STILL);

/** Pages of the settings that are translated; the last one is not for members. */
const PAGES = ['profile', 'security', 'addresses', 'keys', 'connections', 'data', 'people'];

/** Names of products and formats, and names that people gave. */
const SHARED = {
  everywhere: [/^Likeness$/, /^(REST|MyCargoExtra|Cloudreve|Ulule|Zulip|API)$/, /@example\.org$/, /^test$/, /^Ada Lovelace$/, /^Backup$/],
  cognates: { de: ['Name'], es: ['Personal'] },
};

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

/** The texts of each page in English, with those of another person. */
const collected = new Map<string, Promise<PageTexts>>();

async function inEnglish(browser: Browser, baseURL: string): Promise<PageTexts> {
  const known = collected.get(baseURL) ?? collect(browser, baseURL);
  collected.set(baseURL, known);
  return known;
}

async function collect(browser: Browser, baseURL: string): Promise<PageTexts> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB' });
  const page = await context.newPage();
  const person = await openAccount(baseURL, 'Grace Hopper');
  await fill(baseURL, person);
  await signIn(page, baseURL, person);
  const texts = await textsOfPages(page, PAGES);
  await context.close();
  return texts;
}

/** The heading of the page Security. */
const TITLES = {
  en: 'Security',
  de: 'Sicherheit',
  fr: 'Sécurité',
  es: 'Seguridad',
  ja: 'セキュリティ',
  'zh-Hans': '安全',
  ar: 'الأمان',
};

for (const [locale, language] of BROWSER_LANGUAGES) {
  test.describe(`a browser in ${locale}`, () => {
    test.use({ locale, viewport: NARROW_PHONE });

    test('shows the settings in its language alone, and cuts no text on a narrow phone', async ({ page, browser, person, server }) => {
      test.slow();
      await fill(server.baseURL, person);
      const english = await inEnglish(browser, server.baseURL);
      for (const name of PAGES) {
        await expectTranslated(page, name, language, english, SHARED);
        if (name === 'security') await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES[language]);
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

    await openUnfolded(page, 'keys');
    await button('Schlüssel erstellen').click();
    await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/^Geben Sie einen Namen ein/);
    await page.getByLabel('Name').fill('Neu');
    await button('Schlüssel erstellen').click();
    await expect(page.getByRole('heading', { name: 'Ihr neuer Schlüssel' })).toBeFocused();
    await page.getByRole('link', { name: 'Daten' }).first().click();
    await expect(dialog).toContainText('Ihr neuer Schlüssel wurde nicht kopiert.');
    await dialog.getByRole('button', { name: 'Ohne Schlüssel verlassen' }).click();

    await expect(page.getByText(/^Mit Ihrem Konto wird auch gelöscht: 2 API-Schlüssel und 1 Anmeldung\./)).toBeVisible();
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
