import type { Page } from '@playwright/test';
import { heic } from '@/testing/heic';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { gallery } from '../client/gallery-page';
import { paste } from '../client/sources-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;
const PURPLE = [120, 40, 160] as const;

const PREVIEW = '/api/me/avatar/preview';

/** Holds requests back. @returns a function that continues or aborts them */
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

/** Pastes or drops files on the page. */
async function give(page: Page, how: 'paste' | 'drop', files: { name: string; type: string }[]): Promise<void> {
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, type } of files) transfer.items.add(new File(['no picture'], name, { type }));
    return transfer;
  }, files);
  const form = page.locator('[role=dialog] form');
  const target = (await form.count()) > 0 ? form : page.locator('body');
  if (how === 'paste') await paste(page, data, target);
  else await target.dispatchEvent('drop', { dataTransfer: data });
}

const DAMAGED = { name: 'broken.jpg', type: 'image/jpeg' };
for (const [name, send, words] of [
  [
    'chosen',
    (page: Page) => editor(page).file.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') }),
    'This file cannot be opened here.',
  ],
  ['pasted', (page: Page) => give(page, 'paste', [DAMAGED]), 'This file cannot be opened here.'],
  ['dropped', (page: Page) => give(page, 'drop', [DAMAGED]), 'This file cannot be opened here.'],
  ['dropped together with another', (page: Page) => give(page, 'drop', [DAMAGED, DAMAGED]), 'One picture at a time'],
  [
    'a HEIC that the server cannot open',
    (page: Page) => give(page, 'paste', [{ name: 'me.heic', type: 'image/heic' }]),
    'This file cannot be opened here.',
  ],
] as const) {
  test(`a bad file in the middle of an edit, ${name}, keeps framing and description`, { tag: '@firefox' }, async ({ page }) => {
    await choose(page, await plain('green.png', GREEN));
    await editor(page).zoom.fill('3');
    await editor(page).description.fill('All green');
    await send(page);
    await expect(editor(page).alert).toContainText(words);
    await expect(editor(page).zoom).toHaveValue('3');
    await expect(editor(page).description).toHaveValue('All green');
    await saveAndWait(page);
    expect(await resource(page)).toMatchObject({ alt: 'All green', crop: { x: 200, y: 200, width: 200, height: 200 } });
  });
}

test('a new picture begins without the description of the old one, and a picture that is restored brings its own', {
  tag: '@firefox',
}, async ({ page, person }) => {
  const { description, announcement } = editor(page);
  await choose(page, await plain('green.png', GREEN));
  await description.fill('Me, smiling');
  await saveAndWait(page);
  await choose(page, await plain('purple.png', PURPLE));
  await expect(description).toHaveValue('');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: '' });
  await expect(description).toHaveValue('');
  await expect(description).toHaveAttribute('placeholder', `For example: Photo of ${person.name}`);
  await description.fill('All purple');
  await gallery(page).restore(1).click();
  await expect(announcement).toContainText('Picture restored.');
  await expect(description).toHaveValue('Me, smiling');
  expect(await resource(page)).toMatchObject({ alt: 'Me, smiling' });
});

test('a description that was typed and not saved goes on with another file, and says so', { tag: '@firefox' }, async ({ page }) => {
  const { description } = editor(page);
  await choose(page, await plain('green.png', GREEN));
  await description.fill('Me, smiling');
  await choose(page, await plain('purple.png', PURPLE));
  await expect(page.getByText('Kept from your previous picture.')).toBeVisible();
  await expect(description).toHaveValue('Me, smiling');
  await page.getByRole('button', { name: 'clear it' }).click();
  await expect(description).toHaveValue('');
  await expect(description).toBeFocused();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: '' });
});

test('an unsaved description is kept in Re-frame and while a file is being opened', { tag: '@firefox' }, async ({ page }) => {
  const description = editor(page).description;
  await choose(page, await plain('green.png', GREEN));
  await description.fill('Me');
  await saveAndWait(page);
  await description.fill('Me, smiling');
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toBeVisible();
  await expect(description).toHaveValue('Me, smiling');
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

test('an edit goes on while another file opens, is not sent meanwhile, and stays when that file cannot be opened', {
  tag: '@firefox',
}, async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const description = editor(page).description;
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

test('while a picture is being saved, its controls are shown as disabled and the focus stays', { tag: '@firefox' }, async ({ page }) => {
  const release = await hold(page, '/api/me/avatar', 'PUT');
  const description = editor(page).description;
  await choose(page, await plain('green.png', GREEN));
  await description.fill('All green');
  await description.press('Enter');
  await expect(description).toHaveAttribute('readonly', '');
  for (const control of [editor(page).zoom, editor(page).straighten, page.getByRole('button', { name: /^(Turn|Reset)/ })]) {
    for (const one of await control.all()) await expect(one).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(description).toBeFocused();
  release();
  await expect(editor(page).announcement).toContainText('Picture saved');
});

test('an upload that is saved while Remove or Gravatar is still asked for goes on', { tag: '@firefox' }, async ({ page }) => {
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

test('a removal whose new state arrives after a save neither replaces its message nor offers Undo', { tag: '@firefox' }, async ({
  page,
}) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const releaseRemoval = await hold(page, '/api/me/avatar', 'DELETE');
  await page.getByRole('button', { name: 'Remove' }).click();
  await choose(page, await plain('purple.png', PURPLE));
  const releaseState = await hold(page, '/api/me/avatar', 'GET');
  const removed = page.waitForResponse((response) => response.request().method() === 'DELETE');
  const asked = page.waitForRequest((request) => request.method() === 'GET' && request.url().endsWith('/api/me/avatar'));
  releaseRemoval();
  expect((await removed).status()).toBe(204);
  await asked;
  await saveAndWait(page);
  releaseState();
  const again = page.getByRole('button', { name: 'Remove' });
  await expect(again).not.toHaveAttribute('aria-disabled', 'true');
  await expect(editor(page).announcement).toContainText('Picture saved');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(1);
  expect(await resource(page)).toMatchObject({ source: 'upload' });
});
