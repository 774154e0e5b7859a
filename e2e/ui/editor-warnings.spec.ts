import type { Page } from '@playwright/test';
import { choose, editor, open } from '../client/editor-page';
import { tiny } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const FRAMING = '**/api/me/avatar/framing';

/** Answers that a face lies in the corner of the picture, which the circle cuts. */
async function withFace(page: Page): Promise<void> {
  const json = {
    crop: { x: 0, y: 0, width: 64, height: 64, rotate: 0 },
    subject: 'middle',
    faces: [{ x: 0, y: 0, width: 24, height: 28 }],
  };
  await page.route(FRAMING, (route) => route.fulfill({ json }));
}

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 375, height: 667 },
  { width: 667, height: 375 },
  { width: 320, height: 568 },
]) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('warnings are in view and never over the circle', { tag: '@firefox' }, async ({ page, person }) => {
      expect(person.id).toBeGreaterThan(0);
      await withFace(page);
      await open(page);
      await choose(page, await tiny());
      const notes = editor(page).dialog.getByRole('note');
      await expect(notes).toHaveText(['Only 64 × 64 pixels: it may look blurry where it is shown large.', 'The circle cuts the face.']);
      const frame = await editor(page).frame.boundingBox();
      if (!frame) throw new Error('The frame has no place.');
      const [middleX, middleY] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
      for (const note of await notes.all()) {
        await expect(note).toBeInViewport({ ratio: 1 });
        const box = await note.boundingBox();
        if (!box) throw new Error('The warning has no place.');
        const x = Math.min(Math.max(middleX, box.x), box.x + box.width);
        const y = Math.min(Math.max(middleY, box.y), box.y + box.height);
        expect(Math.hypot(x - middleX, y - middleY)).toBeGreaterThanOrEqual(frame.width / 2);
      }
    });
  });
}

test('each warning is announced once, however often it comes back', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await withFace(page);
  await open(page);
  await page.evaluate(() => {
    const announced: string[] = [];
    Object.assign(window, { announced });
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid=warning-announcement]')?.textContent ?? '';
      if (text !== '' && text !== announced.at(-1)) announced.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await choose(page, await tiny());
  const cut = page.getByRole('note').filter({ hasText: 'The circle cuts the face.' });
  await expect(cut).toBeVisible();
  for (let times = 0; times < 2; times += 1) {
    await editor(page).zoom.fill('0.5');
    await expect(cut).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(cut).toBeVisible();
  }
  const announced = await page.evaluate(() => Reflect.get(window, 'announced'));
  expect(announced.join(' ').match(/The circle cuts the face\./g)).toHaveLength(1);
  expect(announced.join(' ').match(/pixels/g)).toHaveLength(1);
});
