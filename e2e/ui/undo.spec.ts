import type { Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { expectTargets, expectToCoverNothing, gallery, toast } from '../client/gallery-page';
import { plain } from '../pictures/files';
import { test as base, expect } from '../server/fixtures';
import { type GravatarWorker, gravatarWorker } from '../server/gravatar';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

const test = base.extend<object, GravatarWorker>(gravatarWorker);

test.use(STILL);

async function save(page: Page, name: string, color: typeof GREEN | typeof PURPLE): Promise<string> {
  await choose(page, await plain(name, color));
  await saveAndWait(page);
  return (await resource(page)).key;
}

const expectKey = (page: Page, key: string) => expect.poll(async () => (await resource(page)).key).toBe(key);

for (const viewport of [
  { width: 375, height: 667 },
  { width: 1280, height: 720 },
]) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('after every change a toast offers the way back, and covers no control', async ({ page, person, gravatar }) => {
      await open(page);
      const first = await save(page, 'green.png', GREEN);
      await expectToCoverNothing(page);
      await expectTargets(toast(page).bar);
      await toast(page).undo.click();
      await expect.poll(async () => (await resource(page)).source).toBe('none');
      await gallery(page).restore(0).click();
      await expectToCoverNothing(page);
      await expectKey(page, first);

      const second = await save(page, 'purple.png', PURPLE);
      await expectToCoverNothing(page);
      await toast(page).undo.click();
      await expectKey(page, first);
      await gallery(page).restore(0).click();
      await expectKey(page, second);

      await page.getByRole('button', { name: 'Re-frame' }).click();
      await editor(page).zoom.fill('2');
      await saveAndWait(page);
      await expectToCoverNothing(page);
      await toast(page).undo.click();
      await expectKey(page, second);

      await page.getByRole('button', { name: 'Remove' }).click();
      await expect(editor(page).announcement).toContainText('Picture removed');
      await expectToCoverNothing(page);
      await toast(page).undo.click();
      await expectKey(page, second);

      gravatar.set(person.email, (await plain('gravatar.png', GREEN)).buffer);
      await page.getByRole('button', { name: 'Use my Gravatar' }).click();
      await page.getByRole('button', { name: 'Use this picture' }).click();
      await expect(editor(page).announcement).toContainText('Picture taken from Gravatar.');
      await expectToCoverNothing(page);
      await toast(page).undo.click();
      await expectKey(page, second);
      await expectNoViolations(page, 'a toast');
    });
  });
}

test('a toast stays for 15 seconds, longer while it has the focus, and until it is dismissed', { tag: '@firefox' }, async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await page.clock.install();
  await open(page);
  await page.clock.runFor(5_000);
  // The clock of the page goes on meanwhile: on a busy machine, saving takes seconds of the toast.
  const now = () => page.evaluate(() => Date.now());
  const began = await now();
  await save(page, 'green.png', GREEN);
  const saving = (await now()) - began;
  await page.clock.runFor(Math.max(0, 14_000 - saving));
  await expect(toast(page).undo).toBeVisible();
  await page.clock.runFor(2_000 + saving);
  await expect(toast(page).undo).toHaveCount(0);
  await expect(editor(page).announcement).toBeEmpty();

  await save(page, 'purple.png', PURPLE);
  await toast(page).undo.focus();
  await page.clock.runFor(60_000);
  await expect(toast(page).undo).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(toast(page).undo).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await save(page, 'green.png', GREEN);
  await toast(page).dismiss.click();
  await expect(toast(page).undo).toHaveCount(0);
});

test('Ctrl+Z takes the last change back, outside of fields', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  const first = await save(page, 'green.png', GREEN);
  const second = await save(page, 'purple.png', PURPLE);
  await editor(page).description.focus();
  await page.keyboard.press('Control+z');
  await expectKey(page, second);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Control+z');
  await expectKey(page, first);
});

test('the page stays where it is when a toast comes and goes', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 375, height: 667 });
  await open(page);
  await save(page, 'green.png', GREEN);
  await toast(page).dismiss.click();
  await page.getByRole('button', { name: 'Remove' }).scrollIntoViewIfNeeded();
  const placeOf = async () => Math.round((await page.getByTestId('current-avatar').boundingBox())?.y ?? Number.NaN);
  await page.evaluate(() => window.scrollTo(0, 200));
  await editor(page).description.fill('Green');
  const before = await placeOf();
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Description saved.');
  expect(await placeOf()).toBe(before);
  await toast(page).dismiss.click();
  await expect(editor(page).announcement).toBeEmpty();
  expect(await placeOf()).toBe(before);
});
