import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { choose, editor, framed, open, resource, saveAndWait, served } from '../client/editor-page';
import { openAccount } from '../client/people';
import { type Color, colorAt, distance, type TestFile } from '../pictures/files';
import { expect, signIn, test } from '../server/fixtures';
import { discard, startServer } from '../server/server';

const PREVIEW = '**/api/me/avatar/preview';

const file = (name: string, mimeType: string, picture = 'turned-90'): TestFile => ({ name, mimeType, buffer: heic(picture) });

/** The middle square of the landscape contains the colours of all four corners. */
async function expectCorners(shown: Buffer, off = 3 * LOSS): Promise<void> {
  const places = [0.15, 0.85].flatMap((down) => [0.15, 0.85].map((across) => [across, down] as const));
  for (const [index, [across, down]] of places.entries()) {
    expect(distance(await colorAt(shown, across, down), CORNERS[index] as Color), `corner ${index}`).toBeLessThanOrEqual(off);
  }
}

test.describe('a person whose browser shows no HEIC', () => {
  test.beforeEach(async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    await open(page);
  });

  for (const [name, type] of [
    ['IMG_0001.HEIC', 'image/heic'],
    ['IMG_0001.HEIC', ''],
    ['IMG_0001.heic', 'application/octet-stream'],
    ['photo.jpg', 'image/jpeg'],
    ['content', ''],
  ] as const) {
    test(`frames one and saves it as it was framed: ${name} of the type “${type}”`, { tag: '@firefox' }, async ({ page }) => {
      await choose(page, file(name, type));
      await expectCorners(await framed(page));
      await saveAndWait(page);
      expect((await resource(page)).crop).toEqual({ x: 20, y: 0, width: 80, height: 80, rotate: 0 });
      await expectCorners(await served(page, 'current-avatar'));
    });
  }

  test('frames a large one on a smaller picture, in pixels of the large one', { tag: '@firefox' }, async ({ page }) => {
    await choose(page, { name: 'photo.heic', mimeType: 'image/heic', buffer: readFileSync('bench/photo.heic') });
    const shown = page.getByTestId('framed-picture');
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(2048);
    await saveAndWait(page);
    expect((await resource(page)).crop).toEqual({ x: 0, y: 504, width: 3024, height: 3024, rotate: 0 });
  });

  test('frames the kept one anew', { tag: ['@main', '@firefox'] }, async ({ page }) => {
    await choose(page, file('me.heic', 'image/heic'));
    await saveAndWait(page);
    await page.getByRole('button', { name: 'Re-frame' }).click();
    await expect(editor(page).frame).toBeVisible();
    await editor(page).zoom.fill('2');
    await saveAndWait(page);
    expect((await resource(page)).crop).toMatchObject({ width: 40 });
  });

  test('sees and hears that it is being opened, and can cancel', async ({ page }) => {
    const release = await hold(page);
    await editor(page).file.setInputFiles(file('me.heic', 'image/heic'));
    await expect(editor(page).progress).toHaveText('Opening the picture');
    await expect(page.getByText('Opening the picture…')).toBeVisible();
    const gone = page.waitForEvent('requestfailed');
    await editor(page).cancel.click();
    await gone;
    await expect(page.getByText('Opening the picture…')).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    expect((await resource(page)).source).toBe('none');
    release();
  });

  test('gets the other picture that they choose meanwhile', { tag: '@firefox' }, async ({ page }) => {
    const release = await hold(page);
    await editor(page).file.setInputFiles(file('me.heic', 'image/heic'));
    await expect(editor(page).progress).toHaveText('Opening the picture');
    await page.unroute(PREVIEW);
    await choose(page, file('other.heic', 'image/heic', 'alpha'));
    release();
    await saveAndWait(page);
    expect((await resource(page)).crop).toMatchObject({ width: 64 });
  });

  test('is told when it is damaged, and when the server has no time or cannot be reached', { tag: '@firefox' }, async ({ page }) => {
    const half = { ...file('me.heic', 'image/heic'), buffer: heic('grid').subarray(0, 900) };
    await editor(page).file.setInputFiles(half);
    await expect(editor(page).alert).toContainText('This picture is damaged or incomplete. Choose another one');
    await page.route(PREVIEW, (route) =>
      route.fulfill({ status: 503, headers: { 'Retry-After': '2', 'Content-Type': 'application/problem+json' }, json: { code: 'busy' } }),
    );
    await editor(page).file.setInputFiles(file('me.heic', 'image/heic'));
    await expect(editor(page).alert).toHaveText('The server is busy. Try again in 2 seconds.');
    await page.unroute(PREVIEW);
    await page.route(PREVIEW, (route) => route.abort());
    await editor(page).file.setInputFiles(file('me.heic', 'image/heic'));
    await expect(editor(page).alert).toContainText('The server could not be reached. Check the connection');
    await expect(page.getByText('Opening the picture…')).toBeHidden();
  });

  test('does not bother the server with pictures that the browser shows', { tag: '@firefox' }, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => request.url().endsWith('/preview') && asked.push(request.url()));
    const { plain } = await import('../pictures/files');
    await choose(page, await plain('green.png', [20, 140, 90]));
    await saveAndWait(page);
    expect(asked).toEqual([]);
  });
});

test('where HEIC is switched off, the page says so with advice, whatever the name of the file', { tag: '@firefox' }, async ({
  page,
  strangers,
}) => {
  const server = await startServer({ HEIC: 'off' });
  try {
    await page.goto(server.baseURL);
    await page.getByLabel('Try it with your own photo').setInputFiles(file('me.heic', 'image/heic'));
    await expect(page.getByText('This browser cannot show HEIC photos. Choose a JPEG or PNG.')).toBeVisible();
    await signIn(page, server.baseURL, await openAccount(server.baseURL));
    await page.goto(`${server.baseURL}/settings/picture`);
    await expect(editor(page).file).not.toHaveAttribute('accept', /heic/);
    await expect(page.getByText('JPEG, PNG, WebP, GIF or AVIF, up to')).toBeVisible();
    for (const [name, type] of [
      ['me.heic', 'image/heic'],
      ['content', ''],
    ] as const) {
      await page.reload();
      await expect
        .poll(() => editor(page).file.evaluate((input) => Object.keys(input).some((key) => key.startsWith('__reactProps'))))
        .toBe(true);
      await editor(page).file.setInputFiles(file(name, type));
      await expect(editor(page).alert).toContainText(
        'HEIC pictures are not supported on this server. Choose a JPEG, PNG, WebP, GIF or AVIF file.',
      );
    }
    // Only the server of this test received requests, and not the one of the worker.
    expect(strangers.filter((url) => !url.startsWith(server.baseURL))).toEqual([]);
    // Otherwise the page asks for events again while the server stops.
    await page.goto('about:blank');
    strangers.length = 0;
  } finally {
    await discard(server);
  }
});

/** Holds back requests for a preview until they are released. */
async function hold(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(PREVIEW, async (route) => {
    await released;
    // The request may be cancelled by then.
    await route.continue().catch(() => {});
  });
  return release;
}
