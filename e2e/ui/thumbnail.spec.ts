import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { exifWithThumbnail, jpegWithExif } from '@/testing/exif-thumbnail';
import { CORNERS, heic } from '@/testing/heic';
import { photo } from '@/testing/pictures';
import { editor, open } from '../client/editor-page';
import { colorAt, difference, distance, type TestFile } from '../pictures/files';
import { expect, test } from '../server/fixtures';

/** Above three megapixels: the editor decodes a smaller copy. */
const [WIDTH, HEIGHT] = [2400, 1600];

/** Of 255: both are blurred, one from a thumbnail of 160 pixels. */
const MOST_DIFFERENCE = 6;

const jpeg = (buffer: Buffer): TestFile => ({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });

/** A photo whose thumbnail has black bars above and below, as those of many cameras do. */
async function cameraPhoto(orientation: number): Promise<TestFile> {
  // Without its EXIF, and not turned.
  const stored = await sharp(await photo(WIDTH, HEIGHT, orientation))
    .jpeg()
    .toBuffer();
  const { width, height } = await sharp(stored).metadata();
  const [across, down] = width > height ? [160, 120] : [120, 160];
  const thumbnail = await sharp(stored).resize(across, down, { fit: 'contain', background: 'black' }).jpeg().toBuffer();
  return jpeg(jpegWithExif(stored, exifWithThumbnail(thumbnail, { orientation })));
}

/** Holds back each photo that is decoded. @returns a function that lets the last one pass */
async function holdPhotos(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { decode } = ImageDecoder.prototype;
    ImageDecoder.prototype.decode = async function (this: ImageDecoder, ...options) {
      await new Promise((resolve) => window.addEventListener('photo-passes', resolve, { once: true }));
      return decode.apply(this, options);
    };
  });
  return () => page.evaluate(() => void window.dispatchEvent(new Event('photo-passes')));
}

/**
 * Holds back requests for previews of files, but not of thumbnails.
 * @param fails whether those of thumbnails fail
 * @returns a function that lets the last one pass
 */
async function holdPreviews(page: Page, fails = false): Promise<() => Promise<void>> {
  await page.evaluate((fails) => {
    const { fetch } = window;
    window.fetch = async (input, init) => {
      const isPreview = String(input).endsWith('/preview');
      if (isPreview && init?.body instanceof File) {
        await new Promise((resolve) => window.addEventListener('previews-pass', resolve, { once: true }));
      } else if (isPreview && fails) {
        document.body.dataset.previews = 'failed';
        throw new TypeError('failed');
      }
      return fetch(input, init);
    };
  }, fails);
  return () => page.evaluate(() => void window.dispatchEvent(new Event('previews-pass')));
}

async function backgroundOf(surroundings: Locator): Promise<Buffer> {
  const url = await surroundings.evaluate((element) => getComputedStyle(element).backgroundImage);
  return Buffer.from(/base64,([^"]*)/.exec(url)?.[1] ?? '', 'base64');
}

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

test('while a photo is decoded, its thumbnail is where the blurred photo will be, upright and without bars', async ({ page }) => {
  const { dialog, file, frame, cancel } = editor(page);
  const waiting = dialog.locator('.editor-waiting .editor-surroundings');
  const pass = await holdPhotos(page);
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await file.setInputFiles(await cameraPhoto(orientation));
    await expect(waiting).toBeVisible();
    await expect(dialog.getByText('Opening')).toBeVisible();
    const early = await backgroundOf(waiting);
    await pass();
    await expect(frame).toBeVisible();
    await expect(waiting).toHaveCount(0);
    const final = await backgroundOf(dialog.locator('.editor-surroundings'));
    expect(await difference(early, final), `orientation ${orientation}`).toBeLessThan(MOST_DIFFERENCE);
    await cancel.click();
    await expect(dialog).toHaveCount(0);
  }
});

test('a photo whose thumbnail is damaged, and one without, open as ever', async ({ page }) => {
  const { dialog, file, frame, cancel } = editor(page);
  const pass = await holdPhotos(page);
  const stored = await sharp(await photo(WIDTH, HEIGHT))
    .jpeg()
    .toBuffer();
  for (const buffer of [stored, jpegWithExif(stored, exifWithThumbnail(Buffer.from('no JPEG at all')))]) {
    await file.setInputFiles(jpeg(buffer));
    await expect(dialog.getByText('Opening')).toBeVisible();
    await expect(dialog.locator('.editor-surroundings')).toHaveCount(0);
    await pass();
    await expect(frame).toBeVisible();
    await cancel.click();
    await expect(dialog).toHaveCount(0);
  }
});

for (const name of ['thumbnail', 'thumbnail-turned']) {
  test(`while the server decodes a HEIC, its thumbnail is where the blurred photo will be, upright and without bars: ${name}`, async ({
    page,
  }) => {
    const { dialog, file, frame } = editor(page);
    const pass = await holdPreviews(page);
    await file.setInputFiles({ name: 'photo.heic', mimeType: 'image/heic', buffer: heic(name) });
    const waiting = dialog.locator('.editor-waiting .editor-surroundings[style]');
    await expect(waiting).toBeVisible();
    await expect(dialog.getByText('Opening')).toBeVisible();
    const early = await backgroundOf(waiting);
    for (const [corner, color] of CORNERS.entries()) {
      // Darker, and more saturated.
      const dark = color.map((value) => value * 0.8) as [number, number, number];
      expect(distance(await colorAt(early, corner % 2 ? 0.9 : 0.1, corner > 1 ? 0.9 : 0.1), dark), `corner ${corner}`).toBeLessThan(30);
    }
    await pass();
    await expect(frame).toBeVisible();
    await expect(waiting).toHaveCount(0);
    expect(await difference(early, await backgroundOf(dialog.locator('.editor-surroundings')))).toBeLessThan(MOST_DIFFERENCE);
  });
}

test('a HEIC for whose thumbnail the server has no time opens as ever', async ({ page }) => {
  const { dialog, file, frame } = editor(page);
  const pass = await holdPreviews(page, true);
  await file.setInputFiles({ name: 'photo.heic', mimeType: 'image/heic', buffer: heic('thumbnail') });
  await expect(page.locator('body[data-previews=failed]')).toHaveCount(1);
  await expect(dialog.getByText('Opening')).toBeVisible();
  await expect(dialog.locator('.editor-surroundings[style]')).toHaveCount(0);
  await pass();
  await expect(frame).toBeVisible();
});

/** The places of all parts of an editor that are there while a picture opens. */
const places = (dialog: Locator) =>
  dialog.locator('.editor-stage, label, .editor-tool, summary, li, button[type=submit]').evaluateAll((elements) =>
    // Parts that are folded have no layout until it is asked for.
    elements.filter((element) => element.checkVisibility()).map((element) => JSON.stringify(element.getBoundingClientRect())),
  );

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 375, height: 667 },
  { width: 667, height: 375 },
]) {
  test(`when a photo appears in a window of ${viewport.width} × ${viewport.height}, no tool, field or preview moves`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const { dialog, file, frame, save, zoom } = editor(page);
    const pass = await holdPhotos(page);
    await file.setInputFiles(jpeg(await photo(WIDTH, HEIGHT)));
    await expect(save).toBeVisible();
    await expect(zoom).toHaveAttribute('aria-disabled', 'true');
    const early = await places(dialog);
    await pass();
    await expect(frame).toBeVisible();
    await expect(zoom).toHaveAttribute('aria-disabled', 'false');
    // Those of the shape are on the photo, and come with it.
    const late = await places(dialog);
    expect(late.filter((place) => early.includes(place))).toEqual(early);
  });
}

test('only after 0.3 seconds does a text say that a photo opens', async ({ page }) => {
  const { dialog, file, save, frame } = editor(page);
  const pass = await holdPhotos(page);
  await file.setInputFiles(jpeg(await photo(WIDTH, HEIGHT)));
  await expect(save).toBeVisible();
  const opening = dialog.locator('.editor-opening');
  const times = await opening.evaluate((element) => element.getAnimations()[0]?.effect?.getTiming());
  expect(times?.delay).toBeGreaterThanOrEqual(300);
  await expect(opening).toBeVisible();
  await pass();
  await expect(frame).toBeVisible();
});
