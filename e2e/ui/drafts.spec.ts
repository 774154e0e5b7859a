import type { Page } from '@playwright/test';
import { awake, choose, editor, open, resource, saveAndWait, settingsTab } from '../client/editor-page';
import { openAccount } from '../client/people';
import { plain } from '../pictures/files';
import { expect, signIn, test } from '../server/fixtures';

const notice = (page: Page) => page.getByRole('region', { name: 'Unsaved picture' });
const unfinished = (page: Page) => notice(page).getByRole('button', { name: 'Continue' });

async function beginEdit(page: Page): Promise<void> {
  await open(page);
  await frameGreen(page);
}

/** Frames a picture, and waits until the browser has kept it. */
async function frameGreen(page: Page): Promise<void> {
  await choose(page, await plain('green.png', [20, 140, 90]));
  await editor(page).zoom.fill('3');
  await editor(page).description.fill('All green');
  await expect.poll(() => page.evaluate(keptDescriptions)).toEqual(['All green']);
}

/** Descriptions of all drafts of the browser. */
function keptDescriptions(): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('likeness-drafts');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result.map(({ alt }: { alt: string }) => alt));
      };
    };
  });
}

test.beforeEach(({ page }) => {
  // The browser asks before a reload.
  page.on('dialog', (dialog) => dialog.accept());
});

test('an edit survives Back, leaving the page and a reload, and is gone once it is saved', { tag: ['@main', '@firefox'] }, async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/keys');
  await settingsTab(page, 'Picture').click();
  await awake(page);
  await frameGreen(page);
  await page.evaluate(() => history.back());
  await editor(page).keep.click();
  await expect(editor(page).zoom).toHaveValue('3');
  await page.goto('/settings/keys');
  await settingsTab(page, 'Picture').click();
  await unfinished(page).click();
  await expect(editor(page).zoom).toHaveValue('3');
  await page.reload();
  await unfinished(page).click();
  await expect(editor(page).zoom).toHaveValue('3');
  await expect(editor(page).description).toHaveValue('All green');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'All green', crop: { x: 200, y: 200, width: 200, height: 200 } });
  await page.reload();
  await awake(page);
  await expect.poll(() => page.evaluate(keptDescriptions)).toEqual([]);
  await expect(notice(page)).toHaveCount(0);
});

test('an edit can be discarded, in the editor and when it is offered again', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await beginEdit(page);
  await editor(page).cancel.click();
  await editor(page).discard.click();
  await expect.poll(() => page.evaluate(keptDescriptions)).toEqual([]);
  await beginEdit(page);
  await page.reload();
  await notice(page).getByRole('button', { name: 'Discard' }).click();
  await expect(notice(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect.poll(() => page.evaluate(keptDescriptions)).toEqual([]);
});

test('an edit survives the end of the session, and no other account sees it', { tag: '@firefox' }, async ({ page, person, server }) => {
  await beginEdit(page);
  await page.context().clearCookies();
  await signIn(page, server.baseURL, await openAccount(server.baseURL));
  await open(page);
  expect(await page.evaluate(keptDescriptions)).toEqual(['All green']);
  await expect(notice(page)).toHaveCount(0);
  await page.context().clearCookies();
  await signIn(page, server.baseURL, person);
  await open(page);
  await unfinished(page).click();
  await expect(editor(page).zoom).toHaveValue('3');
});

test('the new framing of the saved picture is kept as well', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await editor(page).zoom.fill('2');
  await editor(page).description.fill('Closer');
  await expect.poll(() => page.evaluate(keptDescriptions)).toEqual(['Closer']);
  await page.reload();
  await unfinished(page).click();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ alt: 'Closer', crop: { x: 150, y: 150, width: 300, height: 300 } });
});
