import type { Page } from '@playwright/test';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

const PAGES = 'picture profile security addresses keys connections data people organization audit outbox health'.split(' ');

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 375, height: 667 },
];

/** Fonts and answers come after the page was painted without them, in milliseconds. */
const LATE_MS = 500;

/** Collects the parts of each page that move by themselves, with how much of the window they move over. */
async function watchShifts(page: Page): Promise<string[]> {
  const shifts: string[] = [];
  await page.exposeFunction('noteShift', (text: string) => void shifts.push(text));
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (Reflect.get(entry, 'hadRecentInput')) continue;
        const sources: { node?: Node }[] = Reflect.get(entry, 'sources');
        const parts = sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 120) : node?.textContent));
        Reflect.get(window, 'noteShift')(`${location.pathname} ${Reflect.get(entry, 'value')}: ${parts.join(' | ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return shifts;
}

/** Answers and fonts come late, after the page was painted without them. */
async function delay(page: Page): Promise<void> {
  await page.route(/\/api\/(?!events)|\.woff2$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    await route.continue();
  });
}

async function openSlowly(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await page.goto(`/settings/${name}`);
    await expect(page.locator('[class*=animate-shimmer]')).toHaveCount(0, { timeout: 30_000 });
    await page.waitForTimeout(2 * LATE_MS);
  }
}

test.describe('in a time zone that the server does not know', () => {
  test.use({ timezoneId: 'Pacific/Kiritimati' });

  test('dates and times are in their place at once', async ({ page, server }) => {
    // Those who sign in have opened a page before.
    await page.goto('/sign-in');
    await expect.poll(() => page.evaluate(() => document.cookie)).toContain('Pacific/Kiritimati');
    await signIn(page, server.baseURL, await openAdministrator(server));
    const shifts = await watchShifts(page);
    await delay(page);
    await openSlowly(page, ['security', 'keys', 'audit']);
    expect(shifts).toEqual([]);
  });
});

for (const viewport of WINDOWS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('nothing moves on a page when its font and the answers of the server come late', async ({ page, server }) => {
      test.slow();
      await signIn(page, server.baseURL, await openAdministrator(server));
      const shifts = await watchShifts(page);
      await delay(page);
      await openSlowly(page, PAGES);
      expect(shifts).toEqual([]);
    });
  });
}
