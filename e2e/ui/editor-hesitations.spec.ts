import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { latestVia } from '../client/sources-page';
import { noise, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

test('a picture that is removed elsewhere while it is framed can be saved as a new one', async ({ page, person }) => {
  await choose(page, await plain('green.png', GREEN));
  await editor(page).description.fill('All green');
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await editor(page).zoom.fill('2');
  const removed = await page.request.delete('/api/me/avatar', { headers: person.auth });
  expect(removed.status()).toBe(204);
  await editor(page).save.click();
  await expect(editor(page).alert).toContainText('Your picture was removed in the meantime');
  await page.getByRole('button', { name: 'Save as new' }).click();
  await expect(editor(page).announcement).toContainText('Picture saved');
  expect(await resource(page)).toMatchObject({ source: 'upload', name: 'green.png', alt: 'All green', crop: { width: 300 } });
});

test('a photo of the camera that is saved as a new picture still comes from the camera', async ({ page, person, baseURL }) => {
  const headers = { Origin: baseURL ?? '' };
  const multipart = { via: 'camera', image: await plain('green.png', GREEN) };
  expect((await page.request.put('/api/me/avatar', { headers, multipart })).status()).toBe(200);
  await open(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await editor(page).zoom.fill('2');
  await page.request.delete('/api/me/avatar', { headers: person.auth });
  await editor(page).save.click();
  await page.getByRole('button', { name: 'Save as new' }).click();
  await expect(editor(page).announcement).toContainText('Picture saved');
  expect(await latestVia(page)).toBe('camera');
});

test('a picture that is cancelled at once is not looked at any more', async ({ page }) => {
  await page.evaluate(() => {
    const revoked = new Set<string>();
    const late: string[] = [];
    Reflect.set(window, 'late', late);
    const { revokeObjectURL } = URL;
    URL.revokeObjectURL = (url) => {
      revoked.add(url);
      revokeObjectURL(url);
    };
    const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
    Object.defineProperty(HTMLImageElement.prototype, 'src', {
      ...source,
      set(url: string) {
        if (revoked.has(url)) late.push(url);
        source?.set?.call(this, url);
      },
    });
    // In the moment in which the frame appears.
    new MutationObserver((_changes, observer) => {
      if (!document.querySelector('[data-testid=cropper]')) return;
      observer.disconnect();
      Reflect.set(window, 'isCancelled', true);
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await editor(page).file.setInputFiles(await plain('green.png', GREEN));
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'isCancelled'))).toBe(true);
  await expect(editor(page).dialog).toHaveCount(0);
  // Sent for the second picture as late after it appears as for the first one.
  const asked = page.waitForRequest('**/api/me/avatar/framing');
  await choose(page, await plain('purple.png', [120, 40, 160]));
  await asked;
  expect(await page.evaluate(() => Reflect.get(window, 'late'))).toEqual([]);
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 375, height: 667 },
]) {
  test(`the frame stays where it is during a save, at ${viewport.width} × ${viewport.height}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await choose(page, await noise());
    const before = await editor(page).frame.boundingBox();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/me/avatar', async (route) => {
      await held;
      await route.continue();
    });
    await editor(page).save.click();
    await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
    expect(await editor(page).frame.boundingBox()).toEqual(before);
    release();
    await expect(editor(page).announcement).toContainText('Picture saved');
  });

  test(`a folded part opens in view, at ${viewport.width} × ${viewport.height}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await choose(page, await plain('green.png', GREEN));
    const part = page.locator('.editor-side details').last();
    await part.locator('summary').click();
    await expect(part.locator('dt').first()).toBeInViewport({ ratio: 1 });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true });

  test('the page says nothing about dropping and pasting', async ({ page }) => {
    await expect(page.getByText('up to 25 MB.')).toBeVisible();
    await expect(page.getByText('drop a picture anywhere')).toBeHidden();
  });
});

test('with a mouse the page tells of dropping and pasting', async ({ page }) => {
  await expect(page.getByText('drop a picture anywhere')).toBeVisible();
});
