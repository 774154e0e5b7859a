import type { Page } from '@playwright/test';
import { heic } from '@/testing/heic';
import { expect, test } from '../fixtures';
import { plain } from '../pictures';
import { choose, editor, open, resource, saveAndWait } from './editor';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

const dialog = (page: Page) => page.getByRole('alertdialog', { name: 'Discard unsaved changes?' });
const stay = (page: Page) => page.getByRole('button', { name: 'Stay on this page' });
const discard = (page: Page) => page.getByRole('button', { name: 'Discard changes' });
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name });
const keysTab = (page: Page) => tab(page, 'API keys');

const PREVIEW = '/api/me/avatar/preview';

/** Holds requests back. @returns lets them go on, or fail */
async function hold(page: Page, url: string, method: string): Promise<(end?: 'fail') => void> {
  let release: (end?: 'fail') => void = () => {};
  const held = new Promise<'fail' | undefined>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    await ((await held) === 'fail' ? route.abort() : route.fallback());
  });
  return release;
}

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

const DAMAGED = { name: 'broken.jpg', type: 'image/jpeg' };
for (const [name, send, words] of [
  [
    'chosen',
    (page: Page) => editor(page).file.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') }),
    'This is a text file.',
  ],
  ['pasted', (page: Page) => give(page, 'paste', [DAMAGED]), 'This is a text file.'],
  ['dropped', (page: Page) => give(page, 'drop', [DAMAGED]), 'This is a text file.'],
  ['dropped together with another', (page: Page) => give(page, 'drop', [DAMAGED, DAMAGED]), 'One picture at a time'],
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
  await expect(page.getByLabel('Description')).toBeFocused();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: '' });
});

test('a description that was typed and not saved goes along into Re-frame, and into a file that is being opened', async ({ page }) => {
  const description = page.getByLabel('Description');
  await choose(page, await plain('green.png', GREEN));
  await description.fill('Me');
  await saveAndWait(page);
  await description.fill('Me, smiling');
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toBeVisible();
  await expect(description).toHaveValue('Me, smiling');
  await keysTab(page).click();
  await stay(page).click();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'Me, smiling' });

  const release = await hold(page, PREVIEW, 'POST');
  await editor(page).file.setInputFiles({ name: 'me.heic', mimeType: 'image/heic', buffer: heic('turned-90') });
  await expect(editor(page).progress).toHaveText('Opening the picture');
  await description.fill('A landscape');
  release();
  await expect(editor(page).frame).toBeVisible();
  await expect(description).toHaveValue('A landscape');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'A landscape' });
});

test('an edit goes on while another file opens, is not sent meanwhile, and stays when that file cannot be opened', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const description = page.getByLabel('Description');
  await choose(page, await plain('green.png', GREEN));
  const release = await hold(page, PREVIEW, 'POST');
  await editor(page).file.setInputFiles({ name: 'me.heic', mimeType: 'image/heic', buffer: heic('turned-90') });
  await expect(editor(page).progress).toHaveText('Opening the picture');
  await editor(page).zoom.fill('3');
  await page.getByRole('button', { name: 'Turn right' }).click();
  await description.fill('All green');
  await description.press('Enter');
  release('fail');
  await expect(editor(page).alert).toContainText('Your current edit is kept.');
  await expect(editor(page).zoom).toHaveValue('3');
  await expect(description).toHaveValue('All green');
  expect(sent).toEqual([]);
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'All green', crop: { x: 200, y: 200, width: 200, height: 200, rotate: 90 } });
});

test('while a picture is being saved, its controls are shown as disabled and the focus stays', async ({ page }) => {
  const release = await hold(page, '/api/me/avatar', 'PUT');
  const description = page.getByLabel('Description');
  await choose(page, await plain('green.png', GREEN));
  await description.fill('All green');
  await description.press('Enter');
  await expect(description).toHaveAttribute('readonly', '');
  for (const control of [editor(page).zoom, editor(page).straighten, page.getByRole('button', { name: /^(Turn|Reset)/ })]) {
    for (const one of await control.all()) await expect(one).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(description).toBeFocused();
  release();
  await expect(editor(page).said).toContainText('Picture saved');
});

test('links, Back and the menu ask before they lose an edit, and lead on when the person agrees', async ({ page }) => {
  await page.goto('/settings/keys');
  await tab(page, 'Picture').click();
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
  await tab(page, 'Picture').click();
  await expect(page.getByRole('alertdialog', { name: 'Leave without copying your key?' })).toBeVisible();
  await stay(page).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await tab(page, 'Picture').click();
  await expect(page).toHaveURL('/settings/picture');
});

test('a key that is selected and copied by hand can be left behind unasked', async ({ page }) => {
  await keysTab(page).click();
  await page.getByLabel('Name').fill('Backup');
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByTestId('new-key').click();
  await page.keyboard.press('ControlOrMeta+C');
  await tab(page, 'Picture').click();
  await expect(page).toHaveURL('/settings/picture');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
});

test('an upload that is saved while Remove or Gravatar is still asked for goes on', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const release = await hold(page, '/api/me/avatar', 'DELETE');
  await page.getByRole('button', { name: 'Remove' }).click();
  await choose(page, await plain('purple.png', PURPLE));
  await editor(page).zoom.fill('3');
  const removed = page.waitForResponse((response) => response.request().method() === 'DELETE');
  release();
  expect((await removed).status()).toBe(204);
  await expect(editor(page).header).not.toHaveAttribute('src', /green/);
  await expect(editor(page).zoom).toHaveValue('3');
  await saveAndWait(page);
});
