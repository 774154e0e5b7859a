import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { choose, editor, framed, open, resource, saveAndWait, served } from '../client/editor-page';
import { CORNERS, colorAt, difference, distance, phonePhoto, type TestFile } from '../pictures/files';
import { expect, test } from '../server/fixtures';

/** Largest invisible mean difference of two pictures, out of 255. */
const LOOKS_THE_SAME = 4;

const GREEN = { r: 20, g: 140, b: 90, alpha: 1 };

/** Four times as wide as it is high. */
async function wideLogo(): Promise<TestFile> {
  const image = sharp({ create: { width: 800, height: 200, channels: 4, background: GREEN } });
  return { name: 'logo.png', mimeType: 'image/png', buffer: await image.png().toBuffer() };
}

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

/** The saved picture of 256 pixels. */
async function saved(page: Page): Promise<Buffer> {
  const { versions } = await resource(page);
  return (await page.request.get(versions['256']?.url ?? '')).body();
}

/** Red, green, blue and alpha at a place from 0 to 1. */
async function pixelAt(bytes: Buffer, across: number, down: number): Promise<number[]> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(down * info.height) * info.width + Math.floor(across * info.width)) * 4;
  return [...data.subarray(at, at + 4)];
}

test('a flipped picture is saved flipped, and found flipped again', { tag: ['@main', '@firefox'] }, async ({ page }) => {
  await choose(page, await phonePhoto());
  await page.getByRole('button', { name: 'Flip' }).click();
  await saveAndWait(page);
  const shown = await served(page, 'current-avatar');
  expect(distance(await colorAt(shown, 0.03, 0.03), CORNERS.topRight)).toBeLessThan(25);
  expect(distance(await colorAt(shown, 0.97, 0.97), CORNERS.bottomLeft)).toBeLessThan(25);
  const { crop } = await resource(page);
  expect(crop).toEqual({ x: 0, y: 504, width: 3024, height: 3024, rotate: 0, flip: true });
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual(crop);
});

test('a wide logo fits whole, before a colour', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await wideLogo());
  await page.getByRole('button', { name: 'Fit the whole picture' }).click();
  await editor(page).background.fill('#203040');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ crop: { x: 0, y: -300, width: 800, height: 800 }, background: '#203040' });
  const shown = await saved(page);
  expect(distance(await colorAt(shown, 0.5, 0.1), [0x20, 0x30, 0x40])).toBeLessThan(8);
  expect(distance(await colorAt(shown, 0.02, 0.5), [GREEN.r, GREEN.g, GREEN.b])).toBeLessThan(25);
});

test('a wide logo fits whole, before a blurred copy of itself or nothing', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await wideLogo());
  await page.getByRole('button', { name: 'Fit the whole picture' }).click();
  await page.getByText('Transparent', { exact: true }).click();
  await saveAndWait(page);
  expect((await pixelAt(await saved(page), 0.5, 0.1))[3]).toBe(0);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await page.getByText('Blur', { exact: true }).click();
  await saveAndWait(page);
  const blurred = await pixelAt(await saved(page), 0.5, 0.1);
  expect(blurred[3]).toBe(255);
  expect(distance([blurred[0] ?? 0, blurred[1] ?? 0, blurred[2] ?? 0], [GREEN.r, GREEN.g, GREEN.b])).toBeLessThan(25);
});

for (const [name, frame] of [
  ['flipped, turned and straightened', ['f', 'r', ']', ']', ']', '+', '+', 'ArrowLeft']],
  ['zoomed out, flipped and straightened the other way', ['-', '-', '-', 'f', '[', '[', 'ArrowDown', 'ArrowRight']],
] as const) {
  test(`what is shown is saved: ${name}`, { tag: '@firefox' }, async ({ page }) => {
    await choose(page, await phonePhoto());
    for (const key of frame) await editor(page).frame.press(key);
    const shown = await framed(page);
    await saveAndWait(page);
    expect(await difference(shown, await saved(page))).toBeLessThan(LOOKS_THE_SAME);
  });
}

test('while the picture is saved on a phone, its words are shown whole or not at all', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await choose(page, await phonePhoto());
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await page.getByRole('button', { name: 'Flip' }).click();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/me/avatar', async (route) => {
    await held;
    await route.continue();
  });
  await editor(page).save.click();
  const words = page.getByText('Processing…');
  await expect(words).toHaveCount(1);
  const { isWhole, isHidden } = await words.evaluate((text) => {
    const [box, room] = [text.getBoundingClientRect(), text.parentElement?.getBoundingClientRect() ?? new DOMRect()];
    const fits = box.left >= room.left && box.right <= room.right;
    return { isWhole: fits && text.scrollWidth <= text.clientWidth, isHidden: box.top >= room.bottom };
  });
  expect(isWhole || isHidden).toBe(true);
  answer();
});
