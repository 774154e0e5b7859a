import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { phonePhoto } from '../pictures';
import { awake, choose, editor, open } from './editor';

const WINDOWS = [
  { width: 320, height: 568 },
  { width: 667, height: 375 },
  { width: 375, height: 812 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, where).toBeLessThanOrEqual(window ?? 0);
}

for (const viewport of WINDOWS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('nobody has to scroll sideways, and Save is in view while framing', async ({ page, person }) => {
      await page.context().clearCookies();
      for (const path of ['/', '/sign-in', '/sign-up', '/no/such/page']) {
        await page.goto(path);
        await expectNoSidewaysScroll(page, path);
      }
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').fill(person.email);
      await page.getByLabel('Password').fill(person.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page).toHaveURL('/settings/picture');
      await awake(page);
      await expectNoSidewaysScroll(page, 'empty');
      await choose(page, await phonePhoto());
      await expect(editor(page).frame).toBeFocused();
      await expectNoSidewaysScroll(page, 'cropping');
      await expect(editor(page).save).toBeInViewport({ ratio: 1 });
      await expect(editor(page).frame).toBeInViewport({ ratio: 0.5 });
      await page.goto('/settings/keys');
      await expect(page.getByRole('listitem')).toHaveCount(1);
      await expectNoSidewaysScroll(page, 'keys');
    });
  });
}

test('turning the wheel over the frame zooms the picture and leaves the page where it is', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 900, height: 500 });
  await open(page);
  await choose(page, await phonePhoto());
  await editor(page).frame.hover();
  const before = await page.evaluate(() => window.scrollY);
  await page.mouse.wheel(0, -300);
  await expect(editor(page).zoom).not.toHaveValue('1');
  expect(await page.evaluate(() => window.scrollY)).toBe(before);
});
