import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { expect, signIn, test } from '../server/fixtures';
import { withServer } from '../server/own-server';

test.use(STILL);

const PATHS = readdirSync('docs/api').map((file) => (file === 'README.md' ? '/docs' : `/docs/${file.replace(/\.md$/, '')}`));

/** Parts that scroll, and that Safari would not scroll by keyboard. */
function wideWithoutFocus(page: Page): Promise<string[]> {
  const parts = page.locator('.document-table, .document-code');
  return parts.evaluateAll((all) =>
    all.filter((each) => each.scrollWidth > each.clientWidth && each.getAttribute('tabindex') !== '0').map((each) => each.textContent),
  );
}

test('a visitor comes from the start page to the documentation of an API, and to a heading of it', { tag: '@main' }, async ({
  page,
  server,
}) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Documentation' }).click();
  await expect(page).toHaveURL('/docs');
  await expect(page).toHaveTitle('API documentation · Likeness');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API reference');
  const pages = page.getByRole('navigation', { name: 'API documentation' });
  await expect(pages.getByRole('link')).toHaveText(['Overview', 'Native API', 'MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip', 'Gravatar']);
  await page.getByRole('article').getByRole('link', { name: 'Zulip' }).click();
  await expect(page).toHaveURL('/docs/zulip');
  await expect(page).toHaveTitle('Zulip · API documentation · Likeness');
  await expect(pages.getByRole('link', { name: 'Zulip' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('group', { name: 'Example: Zulip' })).toContainText(
    `curl -sSX POST ${server.baseURL}/api/v1/users/me/avatar`,
  );
  await expectNoViolations(page, '/docs/zulip');

  await page.getByRole('article').getByRole('link', { name: 'limits', exact: true }).click();
  await expect(page).toHaveURL('/docs/native#request-limits');
  await expect(page.getByRole('heading', { name: 'Request limits' })).toBeInViewport();
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Health and metrics' }).click();
  await expect(page).toHaveURL('/docs/native#health-and-metrics');
  await expect(page.getByRole('heading', { name: 'Health and metrics' })).toBeInViewport();

  expect((await page.goto('/docs/discourse'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
});

test('the documentation of every API is accessible, and is no wider than the window', async ({ page }) => {
  for (const path of PATHS) {
    expect([path, (await page.goto(path))?.status()]).toEqual([path, 200]);
    await expect(page.getByRole('navigation', { name: 'API documentation' }).locator('[aria-current=page]')).toHaveAttribute('href', path);
    await expectNoViolations(page, path);
    for (const width of [320, 375, 432, 433, 640, 768, 1280]) {
      await expectNoSidewaysScroll(page, { width, height: 800 }, path);
      expect([path, width, await wideWithoutFocus(page)]).toEqual([path, width, []]);
    }
  }
});

test('on a phone the sections are folded, and a wide table scrolls by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/docs/native');
  const sections = page.getByRole('navigation', { name: 'On this page' });
  await expect(sections).toBeHidden();
  await page.locator('summary', { hasText: 'On this page' }).click();
  await sections.getByRole('link', { name: 'Pictures', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Pictures', exact: true })).toBeInViewport();
  const table = page.getByRole('group', { name: 'Table: Pictures', exact: true });
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
});

test.describe('a browser in Arabic', () => {
  test.use({ locale: 'ar-EG', javaScriptEnabled: false });

  test('has the navigation in Arabic, and the document in English from left to right, without scripts', async ({ page }) => {
    await page.goto('/docs/native');
    await expect(page).toHaveTitle('واجهة API الأصلية · توثيق واجهات API · Likeness');
    await expect(page.getByRole('navigation', { name: 'توثيق واجهات API' }).getByRole('link').first()).toHaveText('نظرة عامة');
    await expect(page.getByText('هذا التوثيق متاح بالإنجليزية فقط.')).toBeVisible();
    const article = page.getByRole('article');
    await expect(article).toHaveAttribute('lang', 'en');
    await expect(article).toHaveCSS('direction', 'ltr');
    await page.getByLabel('اللغة').selectOption('Deutsch');
    await page.getByRole('button', { name: 'تغيير اللغة' }).click();
    await expect(page).toHaveURL('/docs/native');
    await expect(page.getByText('Diese Dokumentation gibt es nur auf Englisch.')).toBeVisible();
  });
});

test('the documentation has the public address of its server, also for people who are signed in', async ({
  page,
  newPerson,
  server,
  browser,
}) => {
  await signIn(page, server.baseURL, await newPerson());
  await page.goto('/docs/native');
  await expect(page.getByRole('link', { name: 'Your picture' })).toHaveAttribute('href', '/settings/picture');
  await expect(page.getByRole('article')).toContainText(`curl -X POST ${server.baseURL}/api/accounts`);
  await withServer({ BASE_URL: 'https://pictures.example.org' }, async ({ port }) => {
    const elsewhere = await browser.newPage();
    await elsewhere.goto(`http://localhost:${port}/docs`);
    await expect(elsewhere.getByRole('article')).toContainText('for a server at https://pictures.example.org.');
    await elsewhere.close();
  });
});
