import type { Page } from '@playwright/test';
import { choose, editor, open, saveAndWait } from '../client/editor-page';
import { expectReachable } from '../client/reach';
import { sources } from '../client/sources-page';
import { VISITOR_PAGES } from '../client/visitor-pages';
import { phonePhoto, plain, tiny } from '../pictures/files';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

/** Windows of 1280 × 720 and 1280 × 1024 pixels, in pixels of the style sheet. */
const ZOOMED = [
  { zoom: '200 %', viewport: { width: 640, height: 360 } },
  { zoom: '400 %', viewport: { width: 320, height: 256 } },
  { zoom: '400 % in a low window', viewport: { width: 320, height: 180 } },
];

/** Smallest side of the frame in pixels: 400 % of them on the screen. */
const LEAST_FRAME = 96;

const PERSONAL = ['picture', 'profile', 'security', 'addresses', 'keys', 'connections', 'data'];
const OF_ADMINISTRATORS = ['people', 'organization', 'audit', 'outbox', 'health'];

async function expectPageReachable(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[class*=animate-shimmer]')).toHaveCount(0);
  await expectReachable(page, path);
}

for (const { zoom, viewport } of ZOOMED) {
  test.describe(`at a zoom of ${zoom}`, () => {
    test.use({ viewport });

    test('every control of the pages for visitors is reachable, scrolling one way', async ({ page }) => {
      for (const path of VISITOR_PAGES) await expectPageReachable(page, path);
    });

    test('every control of the settings of a person is reachable, scrolling one way', async ({ page, person }) => {
      expect(person.id).toBeGreaterThan(0);
      for (const name of PERSONAL) await expectPageReachable(page, `/settings/${name}`);
    });

    test('every control of the settings of administrators is reachable, scrolling one way', async ({ page, newPerson, server }) => {
      await signIn(page, server.baseURL, await openAdministrator(server));
      const { id } = await newPerson();
      for (const name of [...OF_ADMINISTRATORS, `people/${id}`]) await expectPageReachable(page, `/settings/${name}`);
    });

    test('a person frames a picture, with the whole frame in view, and finds every control', { tag: '@firefox' }, async ({
      page,
      person,
    }) => {
      expect(person.id).toBeGreaterThan(0);
      await open(page);
      await choose(page, await phonePhoto());
      await expect(editor(page).frame).toBeInViewport({ ratio: 1 });
      const frame = await editor(page).frame.boundingBox();
      expect(Math.min(frame?.width ?? 0, frame?.height ?? 0)).toBeGreaterThanOrEqual(LEAST_FRAME);
      await expectReachable(page, 'the editor');

      // Padding, with the choice of a background, and a warning.
      await choose(page, await tiny());
      await editor(page).zoom.fill('0.5');
      for (const name of ['Where it will be seen', 'Numbers', 'Keyboard']) {
        const fold = page.getByText(name, { exact: true });
        if (!(await fold.evaluate((summary) => summary.closest('details')?.open))) await fold.click();
      }
      await expectReachable(page, 'the editor with everything unfolded');
      await editor(page).cancel.click();
      await expectReachable(page, 'the question whether to discard');
      await editor(page).keep.click();
      await editor(page).frame.scrollIntoViewIfNeeded();
      await expect(editor(page).frame).toBeInViewport({ ratio: 1 });
      await saveAndWait(page);
      await expectReachable(page, 'the page with a picture');
    });

    test('every control of the dialogs of sources is reachable', async ({ page, person }) => {
      expect(person.id).toBeGreaterThan(0);
      await open(page);
      await choose(page, await plain('green.png', [20, 140, 90]));
      await saveAndWait(page);
      const { web, camera, drawings, dialog } = sources(page);
      for (const [name, button] of Object.entries({ web, camera, drawings })) {
        await button.click();
        await expect(dialog).toBeVisible();
        await expectReachable(page, name);
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
      }
    });
  });
}
