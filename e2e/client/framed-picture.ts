import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect } from '../server/fixtures';
import { editor, resource } from './editor-page';
import { frameBox } from './random-framing';

/** Instead of the checkerboard behind transparent pixels, so that the saved picture can be laid on the same. */
export const BEHIND = '#6f7f8f';

/** Screenshot of the content of the frame. Hides the controls above it, and the checkerboard behind it. */
export async function shownInFrame(page: Page): Promise<Buffer> {
  await page.evaluate((colour) => {
    for (const part of document.querySelectorAll('.editor-stage > :not(.editor-area), .editor-frame'))
      if (part instanceof HTMLElement) part.style.visibility = 'hidden';
    for (const board of document.querySelectorAll('.editor-area > .checkerboard'))
      if (board instanceof HTMLElement) board.style.background = colour;
  }, BEHIND);
  const screen = await page.screenshot();
  await page.evaluate(() => {
    for (const part of document.querySelectorAll('.editor-stage > *, .editor-frame'))
      if (part instanceof HTMLElement) part.style.visibility = '';
  });
  const scale = await page.evaluate(() => window.devicePixelRatio);
  const { x, y, width, height } = await frameBox(page);
  const [left, top] = [Math.round(x * scale), Math.round(y * scale)];
  return sharp(screen)
    .extract({ left, top, width: Math.round((x + width) * scale) - left, height: Math.round((y + height) * scale) - top })
    .png()
    .toBuffer();
}

/** The crop in numbers: left, top, side and rotation, in pixels of the picture. */
export async function numbersOf(page: Page): Promise<number[]> {
  const fields = page.getByRole('dialog').locator('input[inputmode=numeric]');
  return fields.evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? Number(input.value) : Number.NaN)));
}

/** Saves, and waits until the editor has closed. */
export async function saveAndClose(page: Page): Promise<void> {
  await editor(page).save.click();
  await expect(editor(page).dialog).toHaveCount(0);
}

export async function reframe(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Re-frame', exact: true }).click();
  await expect(editor(page).frame).toBeVisible();
}

/** The saved picture of 256 pixels, without loss. */
export async function savedAt256(page: Page): Promise<Buffer> {
  const { key } = await resource(page);
  const response = await page.request.get(`/media/${key}/256.png`);
  expect(response.status()).toBe(200);
  return response.body();
}
