import type { Locator, Page } from '@playwright/test';
import { awake, editor, resource } from '../client/editor-page';
import { openFileDialog } from '../client/file-dialog';
import { phonePhoto } from '../pictures/files';
import { expect, test } from '../server/fixtures';

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(control).toBeFocused();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a person signs in, saves a picture, removes it and undoes that by keyboard alone', { tag: ['@main', '@firefox'] }, async ({
  page,
  newPerson,
}) => {
  const { email, password } = await newPerson();
  await page.goto('/sign-in');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/picture');

  await awake(page);
  await tabTo(page, page.getByLabel('Upload a picture'));
  const dialog = await openFileDialog(page, () => page.keyboard.press('Enter'));
  await dialog.setFiles(await phonePhoto());
  await expect(editor(page).frame).toBeFocused();

  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('-');
  await tabTo(page, editor(page).straighten);
  await page.keyboard.press('ArrowRight');
  await tabTo(page, button(page, 'Turn right'));
  await page.keyboard.press('Space');
  await tabTo(page, editor(page).description);
  await page.keyboard.type('Four colours');
  await tabTo(page, button(page, 'Save'));
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Picture saved');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const saved = await resource(page);
  expect(saved).toMatchObject({ alt: 'Four colours', crop: { rotate: 91 } });
  expect(saved.crop?.width).toBeLessThan(3024 / 1.09);

  await tabTo(page, button(page, 'Remove'));
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Picture removed');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(page, button(page, 'Undo'));
  await page.keyboard.press('Enter');
  await expect(editor(page).announcement).toContainText('Your picture is back');
  expect((await resource(page)).key).toBe(saved.key);
});

test('the account menu opens and closes by keyboard and returns the focus', { tag: '@firefox' }, async ({ page, person }) => {
  await page.goto('/settings/picture');
  const menu = page.getByRole('button', { name: `Account of ${person.name}` });
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Picture' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Picture' })).toBeFocused();
  for (const name of ['Profile', 'Security', 'Addresses', 'API keys']) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/keys');
});
