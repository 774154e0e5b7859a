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

for (const viewport of WINDOWS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('nothing moves on a page when its font and the answers of the server come late', async ({ page, server }) => {
      test.slow();
      await signIn(page, server.baseURL, await openAdministrator(server));
      const shifts = await watchShifts(page);
      await page.route(/\/api\/(?!events)|\.woff2$/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, LATE_MS));
        await route.continue();
      });
      for (const name of PAGES) {
        await page.goto(`/settings/${name}`);
        await expect(page.locator('[class*=animate-shimmer]')).toHaveCount(0, { timeout: 30_000 });
        await page.waitForTimeout(2 * LATE_MS);
      }
      expect(shifts).toEqual([]);
    });
  });
}
