import type { Page } from '@playwright/test';
import { choose, editor, open, saveAndWait, settingsTab } from '../client/editor-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

const dialog = (page: Page) => page.getByRole('alertdialog', { name: 'Discard unsaved changes?' });
const stay = (page: Page) => page.getByRole('button', { name: 'Stay on this page' });

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

test('Back asks before a typed description is left, and continues when the person agrees', { tag: ['@main', '@firefox'] }, async ({
  page,
}) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await page.goto('/settings/keys');
  await settingsTab(page, 'Picture').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
  await editor(page).description.fill('All green');
  await page.evaluate(() => history.back());
  await expect(dialog(page)).toBeVisible();
  await stay(page).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page).toHaveURL('/settings/picture');
  await expect(editor(page).description).toHaveValue('All green');
  await expect(editor(page).description).toBeFocused();
  await page.evaluate(() => history.back());
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(page).toHaveURL('/settings/keys');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API keys');
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
});

test('links and the menu ask before a typed description is lost', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await editor(page).description.fill('All green');
  const leave = [
    () => settingsTab(page, 'API keys').click(),
    async () => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'API keys' }).click();
    },
    async () => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    },
  ];
  for (const way of leave) {
    await way();
    await expect(dialog(page)).toBeVisible();
    await stay(page).click();
    await expect(page).toHaveURL('/settings/picture');
    await expect(editor(page).description).toHaveValue('All green');
  }
});

test('reloading asks only while something is unsaved', async ({ page }) => {
  const asked: string[] = [];
  page.on('dialog', async (shown) => {
    asked.push(shown.type());
    await shown.dismiss();
  });
  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('3');
  // A reload that the person declines never ends.
  await page.evaluate(() => window.location.reload());
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(editor(page).zoom).toHaveValue('3');
  await saveAndWait(page);
  await page.reload();
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toBeVisible();
  await editor(page).cancel.click();
  await settingsTab(page, 'API keys').click();
  await expect(page).toHaveURL('/settings/keys');
  await expect(dialog(page)).toHaveCount(0);
  expect(asked).toEqual(['beforeunload']);
});

test('leaving asks before a typed description or a new key is lost', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await editor(page).description.fill('All green');
  await settingsTab(page, 'API keys').click();
  await stay(page).click();
  await expect(editor(page).description).toHaveValue('All green');
  await choose(page, await plain('purple.png', PURPLE));
  await expect(editor(page).description).toHaveValue('All green');
  await saveAndWait(page);
  await settingsTab(page, 'API keys').click();
  await page.getByLabel('Name').fill('Backup');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByTestId('new-key')).toBeVisible();
  await settingsTab(page, 'Picture').click();
  await expect(page.getByRole('alertdialog', { name: 'Leave without copying your key?' })).toBeVisible();
  await stay(page).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await settingsTab(page, 'Picture').click();
  await expect(page).toHaveURL('/settings/picture');
});

test('leaving asks no question once the new key was selected and copied by hand', async ({ page }) => {
  await settingsTab(page, 'API keys').click();
  await page.getByLabel('Name').fill('Backup');
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByTestId('new-key').click();
  await page.keyboard.press('ControlOrMeta+C');
  await settingsTab(page, 'Picture').click();
  await expect(page).toHaveURL('/settings/picture');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
});
