import type { Page } from '@playwright/test';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { sources } from '../client/sources-page';
import { plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;

/** Presses without waiting for a page to load: a dialog is an entry of the same page. */
const back = (page: Page) => page.evaluate(() => history.back());
const forward = (page: Page) => page.evaluate(() => history.forward());
const index = (page: Page) => page.evaluate(() => window.navigation.currentEntry?.index);
const discards = (page: Page) => page.getByRole('alertdialog', { name: 'Discard your changes?' });

test.use({ viewport: { width: 375, height: 667 } });

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.goto('/settings/keys');
  await open(page);
});

test('Back closes an untouched editor, once, and Forward opens nothing', { tag: '@firefox' }, async ({ page }) => {
  const before = await index(page);
  await choose(page, await plain('green.png', GREEN));
  await back(page);
  await expect(editor(page).dialog).toHaveCount(0);
  await expect(page).toHaveURL('/settings/picture');
  await expect.poll(() => index(page)).toBe(before);
  await forward(page);
  await expect.poll(() => index(page)).toBe((before ?? 0) + 1);
  await expect(editor(page).dialog).toHaveCount(0);
  await back(page);
  await expect(page).toHaveURL('/settings/keys');
});

test('Back asks before an edit is lost, Back again keeps it, and leaves the page after it was discarded', { tag: '@firefox' }, async ({
  page,
}) => {
  const before = await index(page);
  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('3');
  await back(page);
  await expect(discards(page)).toBeVisible();
  await expect.poll(() => index(page)).toBe((before ?? 0) + 1);
  await back(page);
  await expect(discards(page)).toHaveCount(0);
  await expect(editor(page).zoom).toHaveValue('3');
  await expect.poll(() => index(page)).toBe((before ?? 0) + 1);
  await back(page);
  await editor(page).discard.click();
  await expect(editor(page).dialog).toHaveCount(0);
  await back(page);
  await expect(page).toHaveURL('/settings/keys');
});

test('after an editor has saved, was cancelled or was reloaded, Back leaves the page', async ({ page }) => {
  const before = await index(page);
  await choose(page, await plain('green.png', GREEN));
  await expect.poll(() => index(page)).toBe((before ?? 0) + 1);
  await saveAndWait(page);
  // All dialogs of the page share an entry.
  for (const close of [() => editor(page).cancel.click(), () => page.reload()]) {
    await page.getByRole('button', { name: 'Re-frame' }).click();
    await expect(editor(page).dialog).toBeVisible();
    expect(await index(page)).toBe((before ?? 0) + 1);
    await close();
    await expect(editor(page).dialog).toHaveCount(0);
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
  expect((await resource(page)).source).toBe('upload');
  await expect.poll(() => page.evaluate(() => history.state?.dialog)).toBe('closed');
  await back(page);
  await expect(page).toHaveURL('/settings/keys');
});

test('a link that is pressed as the editor closes is followed', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await page.evaluate(() => {
    const link = document.querySelector<HTMLAnchorElement>('a[href="/settings/keys"]');
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('[role=dialog]')) return;
      observer.disconnect();
      link?.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await editor(page).cancel.click();
  await expect(page).toHaveURL('/settings/keys');
  await back(page);
  await expect(page).toHaveURL('/settings/picture');
});

test('Back closes the dialogs of the other ways to a picture', async ({ page }) => {
  const before = await index(page);
  for (const way of ['drawings', 'web', 'camera'] as const) {
    await sources(page)[way].click();
    await expect(sources(page).dialog).toBeVisible();
    await back(page);
    await expect(sources(page).dialog).toHaveCount(0);
    await expect.poll(() => index(page)).toBe(before);
  }
  await expect(page).toHaveURL('/settings/picture');
});

test('Back that is pressed while a dialog closes leaves the page', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  // A busy page: its timers fire late.
  await page.evaluate(() => {
    const later = window.setTimeout;
    Reflect.set(window, 'setTimeout', (run: TimerHandler, delay = 0) => later(run, delay + 60_000));
  });
  await editor(page).cancel.click();
  await expect(editor(page).dialog).toHaveCount(0);
  await back(page);
  await expect(page).toHaveURL('/settings/keys');
});

test('Back works after a new entry replaced the pending history.forward()', async ({ page }) => {
  const before = await index(page);
  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('3');
  // As a dialog that opens in that moment.
  await page.evaluate(() => {
    history.forward = () => history.pushState({ ...history.state, dialog: 'open' }, '');
  });
  await back(page);
  await expect(discards(page)).toBeVisible();
  await expect.poll(() => index(page)).toBe((before ?? 0) + 1);
  await back(page);
  await expect(discards(page)).toHaveCount(0);
  await expect(editor(page).zoom).toHaveValue('3');
});
