import { choose, editor, open } from '../client/editor-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import { native } from '../client/uploads';
import { phonePhoto, plain } from '../pictures/files';
import { openAdministrator } from '../server/administrator';
import { expect, signIn, test } from '../server/fixtures';

const WINDOWS = [
  { width: 320, height: 568 },
  { width: 667, height: 375 },
  { width: 375, height: 812 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

test('no page scrolls sideways', { tag: '@main' }, async ({ page, person }) => {
  const expectToFit = async (where: string) => {
    for (const window of WINDOWS) await expectNoSidewaysScroll(page, window, where);
  };
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await expectToFit('/settings/picture');
  await page.goto('/settings/keys');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expectToFit('/settings/keys');
  await page.context().clearCookies();
  for (const path of ['/', '/sign-in', '/sign-up', '/docs', '/docs/native', '/no/such/page']) {
    await page.goto(path);
    await expectToFit(path);
  }
});

test('the row of settings pages fades where it goes on, and not at its ends', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 375, height: 667 });
  await open(page);
  const row = page.getByRole('navigation', { name: 'Settings' });
  await expect(row).toHaveCSS('mask-image', /^linear-gradient\(to right, rgb\(0, 0, 0\) calc/);
  await row.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await expect(row).toHaveCSS('mask-image', /^linear-gradient\(to right, rgba\(0, 0, 0, 0\), rgb\(0, 0, 0\) 32px\)$/);
  // A column, in which nothing is hidden.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(row).toHaveCSS('mask-image', 'none');
});

test('the row of settings pages stays in place while one of its links is pressed', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 375, height: 667 });
  await page.goto('/settings/data');
  const row = page.getByRole('navigation', { name: 'Settings' });
  await expect.poll(() => row.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  const box = await row.getByRole('link', { name: 'Profile' }).boundingBox();
  if (!box) throw new Error('Expected a link in view.');
  // Not `click`, which brings the link into view first.
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page).toHaveURL('/settings/profile');
});

for (const viewport of WINDOWS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('while framing, Save is in view, and the page does not scroll sideways', async ({ page, person }) => {
      expect(person.id).toBeGreaterThan(0);
      await open(page);
      await choose(page, await phonePhoto());
      await expect(editor(page).frame).toBeFocused();
      await expectNoSidewaysScroll(page, viewport, 'framing');
      await expect(editor(page).save).toBeInViewport({ ratio: 1 });
      await expect(editor(page).frame).toBeInViewport({ ratio: 1 });
    });
  });
}

test('the mouse wheel over the frame zooms the picture and does not scroll the page', async ({ page, person }) => {
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

test('the row of settings pages shows the one that is open, also after its font came late and after the window got narrow', async ({
  page,
  server,
}) => {
  await signIn(page, server.baseURL, await openAdministrator(server));
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  const current = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Health' });
  await page.goto('/settings/health');
  await page.setViewportSize({ width: 375, height: 667 });
  await expect(current).toBeInViewport({ ratio: 1 });
  await page.reload();
  await page.evaluate(() => document.fonts.ready);
  await expect(current).toBeInViewport({ ratio: 1 });
});

test('on a phone the buttons of a picture stand in two rows without a gap', async ({ page, person, server }) => {
  await native.send(server.baseURL, person, new Uint8Array((await plain('green.png', [20, 140, 90])).buffer));
  await page.setViewportSize({ width: 375, height: 667 });
  await open(page);
  const [replace, reframe, remove] = await Promise.all(
    [
      page.locator('label[for=picture-file]'),
      page.getByRole('button', { name: 'Re-frame' }),
      page.getByRole('button', { name: 'Remove' }),
    ].map((button) => button.first().boundingBox()),
  );
  if (!replace || !reframe || !remove) throw new Error('Expected three buttons.');
  expect(remove.y).toBe(reframe.y);
  expect(replace.y).toBeLessThan(reframe.y);
  expect(Math.abs(replace.x + replace.width - (remove.x + remove.width))).toBeLessThan(1);
});
