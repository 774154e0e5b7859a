import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { choose, editor, open, resource, saveAndWait, served } from '../client/editor-page';
import { expectTargets, gallery, toast } from '../client/gallery-page';
import { expectNoSidewaysScroll } from '../client/overflow';
import type { TestPerson } from '../client/people';
import { type Color, colorAt, distance, phonePhoto, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN: Color = [20, 140, 90];
const PURPLE: Color = [120, 40, 160];

test.use(STILL);

/** Saves a picture by an API key, as another client does. */
async function put(baseURL: string, person: TestPerson, color: Color): Promise<void> {
  const { buffer } = await plain(`${color}.png`, color);
  const saved = await fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(buffer) });
  expect(saved.status).toBe(200);
}

async function expectShown(page: Page, color: Color): Promise<void> {
  await expect.poll(async () => distance(await colorAt(await served(page, 'current-avatar'), 0.5, 0.5), color)).toBeLessThan(10);
}

test('every kept picture says when and from where it came, and is restored in one click', { tag: ['@main', '@firefox'] }, async ({
  page,
  person,
  server,
}) => {
  await put(server.baseURL, person, GREEN);
  await open(page);
  await choose(page, await plain('purple.png', PURPLE));
  await saveAndWait(page);
  const { pictures, restore } = gallery(page);
  await expect(pictures).toHaveCount(2);
  await expect(pictures.nth(0)).toContainText('Shown now');
  await expect(pictures.nth(0)).toContainText('Uploaded here');
  await expect(pictures.nth(1)).toContainText('Uploaded with an API key');
  await expect(pictures.nth(1).getByRole('time')).toContainText(String(new Date().getFullYear()));
  await restore(1).click();
  await expect(editor(page).announcement).toContainText('Picture restored.');
  await expectShown(page, GREEN);
  await expect(pictures.nth(1)).toContainText('Shown now');
  // The page stays where it is.
  await expect(pictures.nth(1)).toBeFocused();
  await expect(pictures.nth(1)).toBeInViewport({ ratio: 1 });
  await toast(page).undo.click();
  await expectShown(page, PURPLE);
});

test('pictures of one minute have buttons with different names', async ({ page, person, server }) => {
  for (const color of [GREEN, PURPLE, GREEN]) await put(server.baseURL, person, color);
  await open(page);
  await expect(gallery(page).pictures).toHaveCount(3);
  const names = await page.getByRole('button', { name: /^Frame .* anew$/ }).evaluateAll((all) => all.map((it) => it.ariaLabel));
  expect(new Set(names).size).toBe(3);
});

test('an earlier picture is framed anew without an upload, and stays as it was', { tag: '@firefox' }, async ({ page, person, server }) => {
  await open(page);
  await choose(page, await phonePhoto());
  await saveAndWait(page);
  await put(server.baseURL, person, GREEN);
  await expect(gallery(page).pictures).toHaveCount(2);
  const sent: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    // A small copy, in which the server looks for faces.
    if (pathname !== '/api/me/avatar/framing' && request.method() !== 'GET') sent.push(`${request.method()} ${pathname}`);
  });
  await gallery(page).reframe(1).click();
  await editor(page).zoom.fill('2');
  await saveAndWait(page);
  expect(sent).toEqual([expect.stringMatching(/^PATCH \/api\/me\/avatars\/\d+$/)]);
  expect(await resource(page)).toMatchObject({ source: 'upload', crop: { width: 1512 } });
  await expect(gallery(page).pictures).toHaveCount(3);
  await toast(page).undo.click();
  await expectShown(page, GREEN);
});

test('a picture is deleted for good after a question, also for other tabs', { tag: '@firefox' }, async ({
  page,
  person,
  server,
  context,
}) => {
  await put(server.baseURL, person, GREEN);
  await put(server.baseURL, person, PURPLE);
  await open(page);
  const other = await context.newPage();
  await open(other);
  await expect(gallery(other).pictures).toHaveCount(2);
  // In Firefox the newest page has the focus.
  await page.bringToFront();
  // The current picture has to be replaced or removed first.
  await expect(gallery(page).remove(0)).toHaveCount(0);
  await gallery(page).remove(1).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete this picture for good?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(gallery(page).pictures).toHaveCount(2);
  await gallery(page).remove(1).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(editor(page).announcement).toContainText('Picture deleted for good.');
  await expect(gallery(page).pictures).toHaveCount(1);
  await expect(gallery(other).pictures).toHaveCount(1);
  await expect(toast(page).undo).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Your pictures' })).toBeFocused();
  await expectShown(page, PURPLE);
});

test('remove is not the end: the gallery shows the picture, and brings it back later', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(editor(page).announcement).toContainText('Picture removed');
  await page.reload();
  await gallery(page).restore(0).click();
  await expectShown(page, GREEN);
});

test('the original is downloaded as it was uploaded', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  const file = await phonePhoto();
  await choose(page, file);
  await saveAndWait(page);
  const download = page.waitForEvent('download');
  await gallery(page).download(0).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(file.name);
  expect((await readFile(await saved.path())).equals(file.buffer)).toBe(true);
});

test('the gallery follows other clients, and shows older pictures on demand', { tag: '@firefox' }, async ({ page, person, server }) => {
  await open(page);
  await expect(gallery(page).section).toContainText('No pictures yet');
  for (let count = 0; count < 10; count += 1) await put(server.baseURL, person, [20 * count, 90, 160]);
  await expect(gallery(page).pictures).toHaveCount(8);
  await gallery(page).more.click();
  await expect(gallery(page).pictures).toHaveCount(10);
  await expect(gallery(page).more).toHaveCount(0);
});

test('a gallery that cannot be loaded says so, and is tried again', { tag: '@firefox' }, async ({ page, person, server }) => {
  await put(server.baseURL, person, GREEN);
  await page.route('**/api/me/avatars?*', (route) => route.fulfill({ status: 503, body: '' }));
  await open(page);
  await expect(gallery(page).section.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/me/avatars?*');
  await gallery(page).section.getByRole('button', { name: 'Try again' }).click();
  await expect(gallery(page).pictures).toHaveCount(1);
});

test('the gallery passes the rules of axe, and fits every window with targets that can be hit', async ({ page, person, server }) => {
  await put(server.baseURL, person, GREEN);
  await put(server.baseURL, person, PURPLE);
  await open(page);
  await expect(gallery(page).pictures).toHaveCount(2);
  for (const width of [320, 768, 1280]) {
    await expectNoSidewaysScroll(page, { width, height: 700 }, 'the gallery');
    await expectTargets(gallery(page).section);
  }
  await expectNoViolations(page, 'the gallery');
  await gallery(page).remove(1).click();
  await expectNoViolations(page, 'the question before a deletion');
});

for (const count of [0, 1, 5, 9]) {
  test(`a gallery of ${count} has as many places while it loads, and nothing below moves`, async ({ page, person, server }) => {
    for (let at = 0; at < count; at += 1) await put(server.baseURL, person, [40 * at, 90, 160]);
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      let answer = () => {};
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      // Of different days, as pictures of people are: with those of one second, the line of the newest wraps.
      await page.route('**/api/me/avatars?*', async (route) => {
        await held;
        const response = await route.fetch();
        const pictures = (await response.json()).map((picture: object, at: number) => ({
          ...picture,
          createdAt: `2026-01-0${9 - at}T10:00:00Z`,
        }));
        await route.fulfill({ response, json: pictures });
      });
      await open(page);
      const places = Math.min(count, 8);
      await expect(page.getByTestId('kept-place')).toHaveCount(places);
      if (count === 0) await expect(page.getByText('No pictures yet')).toBeVisible();
      const below = page.getByText('Use it elsewhere');
      await expect(below).toBeVisible();
      const before = await below.boundingBox();
      const answered = page.waitForResponse('**/api/me/avatars?*');
      answer();
      await answered;
      await expect(gallery(page).pictures).toHaveCount(places);
      await expect(page.getByTestId('kept-place')).toHaveCount(0);
      // The mark of the current picture is a pixel higher than its line.
      const after = await below.boundingBox();
      await page.unrouteAll({ behavior: 'wait' });
      expect(Math.abs((after?.y ?? Number.NaN) - (before?.y ?? Number.NaN))).toBeLessThanOrEqual(1);
    }
  });
}
