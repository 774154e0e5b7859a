import type { Page } from '@playwright/test';
import { expectNoViolations, expectNoViolationsInForcedColours, STILL } from '../client/axe';
import { expectNoSidewaysScroll } from '../client/overflow';
import { VISITOR_PAGES } from '../client/visitor-pages';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

test.use(STILL);

const PERSONAL = ['picture', 'profile', 'security', 'addresses', 'keys', 'connections', 'data'];

const OF_ADMINISTRATORS = ['people', 'organization', 'audit', 'outbox', 'health'];

/** Waits for what the page loads: skeletons pulse until then. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}

async function expectSound(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settle(page);
  await expectNoViolations(page, path);
  await expectNoViolationsInForcedColours(page, path);
  for (const width of [320, 768]) await expectNoSidewaysScroll(page, { width, height: 640 }, path);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('every page for visitors passes the rules of axe in all colours, and is no wider than the window', async ({ page }) => {
  for (const path of VISITOR_PAGES) await expectSound(page, path);
});

for (const name of PERSONAL) {
  test(`the page ${name} passes the rules of axe in all colours, and is no wider than the window`, async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    await expectSound(page, `/settings/${name}`);
  });
}

test('every page of administrators passes the rules of axe in all colours, and is no wider than the window', async ({
  page,
  newPerson,
  server,
}) => {
  await signIn(page, server.baseURL, await openAdministrator(server));
  const { id } = await newPerson();
  for (const name of [...OF_ADMINISTRATORS, `people/${id}`]) await expectSound(page, `/settings/${name}`);
});

/** Name of the focused element if it is outside of the window, covered, or without a mark of the focus. */
function fault(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return '';
    // A radio button without a size of its own is shown by its label.
    const shown = focused.matches('input') ? (focused.closest('label') ?? focused) : focused;
    const { x, y, width, height } = shown.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 100));
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const isMarked = (outlineStyle !== 'none' && outlineWidth !== '0px') || getComputedStyle(shown).outlineStyle !== 'none';
    const name = `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent?.trim()}`;
    if (!hit || !(shown.contains(hit) || hit.contains(shown))) return `${name} is covered`;
    return isMarked ? '' : `${name} shows no focus`;
  });
}

for (const [where, paths] of [
  ['visitors', ['/', '/sign-in', '/sign-up', '/docs']],
  ['people', ['/settings/profile', '/settings/security', '/settings/keys', '/settings/data']],
] as const) {
  test(`the focus is always in view on pages for ${where}, by keyboard alone, in a narrow window`, async ({ page, newPerson, server }) => {
    await page.setViewportSize({ width: 320, height: 568 });
    if (where === 'people') await signIn(page, server.baseURL, await newPerson());
    for (const path of paths) {
      await page.goto(path);
      await settle(page);
      const faults: string[] = [];
      for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab');
        faults.push(await fault(page));
      }
      expect({ path, faults: faults.filter(Boolean) }).toEqual({ path, faults: [] });
    }
  });
}
