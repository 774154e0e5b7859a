import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { plain } from '../pictures';
import { choose, editor, open, resource, saveAndWait } from './editor';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

const dialog = (page: Page) => page.getByRole('alertdialog', { name: 'Discard unsaved changes?' });
const stay = (page: Page) => page.getByRole('button', { name: 'Stay on this page' });
const discard = (page: Page) => page.getByRole('button', { name: 'Discard changes' });
const keysTab = (page: Page) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API keys' });

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

/** Files as they come from the clipboard, or from another window. */
async function give(page: Page, how: 'paste' | 'drop', files: { name: string; type: string }[]): Promise<void> {
  await page.evaluate(
    ({ how, files }) => {
      const data = new DataTransfer();
      for (const { name, type } of files) data.items.add(new File(['no picture'], name, { type }));
      const target = document.querySelector('form') ?? document.body;
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true });
      target.dispatchEvent(event);
    },
    { how, files },
  );
}

const BROKEN = { name: 'broken.jpg', type: 'image/jpeg' };
for (const [name, send, words] of [
  [
    'chosen',
    (page: Page) => editor(page).file.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') }),
    'This is a text file.',
  ],
  ['pasted', (page: Page) => give(page, 'paste', [BROKEN]), 'This is a text file.'],
  ['dropped', (page: Page) => give(page, 'drop', [BROKEN]), 'This is a text file.'],
  ['dropped together with another', (page: Page) => give(page, 'drop', [BROKEN, BROKEN]), 'One picture at a time'],
  [
    'a HEIC that the server cannot open',
    (page: Page) => give(page, 'paste', [{ name: 'me.heic', type: 'image/heic' }]),
    'This is a text file.',
  ],
] as const) {
  test(`a bad file in the middle of an edit, ${name}, costs neither framing nor description`, async ({ page }) => {
    await choose(page, await plain('green.png', GREEN));
    await editor(page).zoom.fill('3');
    await page.getByLabel('Description').fill('All green');
    await send(page);
    await expect(editor(page).alert).toContainText(words);
    await expect(editor(page).zoom).toHaveValue('3');
    await expect(page.getByLabel('Description')).toHaveValue('All green');
    await saveAndWait(page);
    expect(await resource(page)).toMatchObject({ alt: 'All green', crop: { x: 200, y: 200, width: 200, height: 200 } });
  });
}

test('replacing a picture keeps its description, until the person clears or changes it', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await page.getByLabel('Description').fill('Me, smiling');
  await saveAndWait(page);
  await choose(page, await plain('purple.png', PURPLE));
  await expect(page.getByLabel('Description')).toHaveValue('Me, smiling');
  await expect(page.getByText('Kept from your previous picture.')).toBeVisible();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'Me, smiling' });
  await choose(page, await plain('green.png', GREEN));
  await page.getByRole('button', { name: 'clear it' }).click();
  await expect(page.getByLabel('Description')).toHaveValue('');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: '' });
});

test('links, Back and the menu ask before they lose an edit, and lead on when the person agrees', async ({ page }) => {
  await page.goto('/settings/keys');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Picture' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('3');
  const leave = [
    () => keysTab(page).click(),
    () => page.evaluate(() => history.back()),
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
    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL('/settings/picture');
    await expect(editor(page).zoom).toHaveValue('3');
  }
  await page.evaluate(() => history.back());
  await discard(page).click();
  await expect(page).toHaveURL('/settings/keys');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API keys');
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
});

test('reloading asks while something is unsaved, and never else', async ({ page }) => {
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
  await keysTab(page).click();
  await expect(page).toHaveURL('/settings/keys');
  await expect(dialog(page)).toHaveCount(0);
  expect(asked).toEqual(['beforeunload']);
});

test('a typed description, changed rules and a new key are not lost unasked either', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await page.getByLabel('Description').fill('All green');
  await keysTab(page).click();
  await stay(page).click();
  await expect(page.getByLabel('Description')).toHaveValue('All green');
  await choose(page, await plain('purple.png', PURPLE));
  await expect(page.getByLabel('Description')).toHaveValue('All green');
  await saveAndWait(page);
  await keysTab(page).click();
  await page.getByLabel('Name').fill('Backup');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByTestId('new-key')).toBeVisible();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Picture' }).click();
  await stay(page).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Picture' }).click();
  await expect(page).toHaveURL('/settings/picture');
});

test('an upload that is saved while Remove or Gravatar is still asked for goes on', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('/api/me/avatar', async (route) => {
    if (route.request().method() !== 'DELETE') return route.fallback();
    await held;
    await route.fallback();
  });
  await page.getByRole('button', { name: 'Remove' }).click();
  await choose(page, await plain('purple.png', PURPLE));
  await editor(page).zoom.fill('3');
  const removed = page.waitForResponse((response) => response.request().method() === 'DELETE');
  answer();
  expect((await removed).status()).toBe(204);
  await expect(editor(page).header).not.toHaveAttribute('src', /green/);
  await expect(editor(page).zoom).toHaveValue('3');
  await saveAndWait(page);
});
