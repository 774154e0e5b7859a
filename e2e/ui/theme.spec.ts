import type { Page } from '@playwright/test';
import { expectNoViolations } from '../client/axe';
import { holdScripts } from '../client/held-scripts';
import { expect, test } from '../server/fixtures';

declare global {
  interface Window {
    /** Sum of layout shifts. */
    shift: number;
  }
}

const LIGHT = 'rgb(247, 247, 244)';
const DARK = 'rgb(17, 19, 18)';

const canvas = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const choice = (page: Page, name: string) => page.getByRole('radio', { name });

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click();
  await expect(page.getByRole('group', { name: 'Theme' })).toBeVisible();
}

test('a page follows the system until a person chooses a theme, which lasts over pages and reloads', { tag: '@main' }, async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  expect(await canvas(page)).toBe(LIGHT);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await canvas(page)).toBe(DARK);

  await openPanel(page);
  await expect(choice(page, 'As my system')).toBeChecked();
  await choice(page, 'Light').check();
  expect(await canvas(page)).toBe(LIGHT);
  await page.reload();
  expect(await canvas(page)).toBe(LIGHT);
  await page.goto('/sign-in');
  expect(await canvas(page)).toBe(LIGHT);
  await openPanel(page);
  await expect(choice(page, 'Light')).toBeChecked();
  await choice(page, 'As my system').check();
  expect(await canvas(page)).toBe(DARK);
  expect((await page.context().cookies()).filter(({ name }) => name === 'likeness-theme')).toEqual([]);
});

test('the server renders the chosen theme, so that a page never flashes in the other one', { tag: '@firefox' }, async ({
  page,
  baseURL,
}) => {
  await page.context().addCookies([{ name: 'likeness-theme', value: 'dark', url: baseURL ?? '' }]);
  await page.emulateMedia({ colorScheme: 'light' });
  const html = await (await page.request.get('/sign-in')).text();
  expect(html).toMatch(/<html[^>]* data-scheme="dark"/);
  expect(html).toContain('<meta name="color-scheme" content="dark"/>');
  expect(html.match(/<meta name="theme-color"[^>]*content="[^"]*"/g)?.map((tag) => /content="([^"]*)"/.exec(tag)?.[1])).toEqual([
    '#111312',
    '#111312',
  ]);
});

test('the theme is dark without scripts, and there is no switch that does nothing', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCSS('background-color', 'rgb(79, 209, 189)');
  await expect(page.getByRole('button', { name: 'Theme' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Show' })).toBeHidden();
  await context.close();
});

test('a choice in one tab changes the others at once, and needs only the keyboard', { tag: '@firefox' }, async ({
  page,
  person,
  context,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/settings/profile');
  const other = await context.newPage();
  await other.emulateMedia({ colorScheme: 'light' });
  await other.goto('/settings/keys');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Theme' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(choice(page, 'As my system')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(choice(page, 'Dark')).toBeChecked();
  expect(await canvas(page)).toBe(DARK);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Theme' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Theme' })).toBeFocused();
  await expect.poll(() => canvas(other)).toBe(DARK);
  await expect(other.locator('meta[name="theme-color"]').first()).toHaveAttribute('content', '#111312');
});

test('a choice made before the scripts of a page have run is kept, and reaches a tab whose scripts run later', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  for (const each of [page, other]) await each.emulateMedia({ colorScheme: 'light' });
  const release = await holdScripts(page);
  const releaseOther = await holdScripts(other);
  await page.goto('/', { waitUntil: 'commit' });
  await other.goto('/', { waitUntil: 'commit' });
  await expect(other.getByRole('button', { name: 'Theme' })).toBeVisible();
  await openPanel(page);
  await choice(page, 'Dark').check();
  release();
  await expect.poll(() => canvas(page)).toBe(DARK);
  releaseOther();
  await expect.poll(() => canvas(other)).toBe(DARK);
  await openPanel(other);
  await expect(choice(other, 'Dark')).toBeChecked();
  await page.reload();
  expect(await canvas(page)).toBe(DARK);
});

test('the panel stays in narrow windows and passes the accessibility rules of axe', async ({ page }) => {
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 640 });
    await page.goto('/');
    await openPanel(page);
    await expect(page.getByRole('group', { name: 'Theme' })).toBeInViewport({ ratio: 1 });
  }
  await expectNoViolations(page, 'theme panel');
});

test('text is set in the packaged font, and nothing moves when it arrives', async ({ page }) => {
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += 'value' in entry ? Number(entry.value) : 0;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/sign-in');
  await page.evaluate(() => document.fonts.ready);
  const loaded = () => page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family));
  await expect.poll(loaded).toEqual(['latin']);
  // Observers are told after the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  expect(await page.evaluate(() => window.shift)).toBeLessThan(0.02);
});
