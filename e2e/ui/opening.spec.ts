import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { fromRaster, photo } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { choose, editor, open, resource } from '../client/editor-page';
import { BEHIND, saveAndClose, savedAt256, shownInFrame } from '../client/framed-picture';
import { detailedPhoto } from '../pictures/detailed';
import { phonePhoto, type TestFile } from '../pictures/files';
import { comparePictures } from '../pictures/likeness';
import { expect, test } from '../server/fixtures';

/** Longest side of the copy by which the editor shows a large JPEG. */
const COPY = 1280;

/** Above three megapixels, which makes a JPEG large. */
const [WIDTH, HEIGHT] = [2400, 1600];

/** As in what-you-see.spec.ts. */
const LEAST_SSIM = 0.98;
const MOST_OFFSET = 1;

const jpeg = (buffer: Buffer): TestFile => ({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });

/** The longest sides of the pictures that an editor shows, without equal ones. */
const longestSides = (dialog: Locator) =>
  dialog
    .locator('img')
    .evaluateAll((images) => [
      ...new Set(images.map((image) => (image instanceof HTMLImageElement ? Math.max(image.naturalWidth, image.naturalHeight) : 0))),
    ]);

/** Saves what is shown, and compares it with the saved picture. */
async function expectSavedAsShown(page: Page, what: string): Promise<void> {
  const shown = await shownInFrame(page);
  await saveAndClose(page);
  const { ssim, offset } = await comparePictures(shown, await savedAt256(page), BEHIND);
  expect(ssim, `${what}: likeness`).toBeGreaterThanOrEqual(LEAST_SSIM);
  expect(Math.max(Math.abs(offset.x), Math.abs(offset.y)), `${what}: offset`).toBeLessThanOrEqual(MOST_OFFSET);
}

test.beforeEach(({ person }) => {
  expect(person.id).toBeGreaterThan(0);
});

test('a large photo is decoded once, drawn nowhere to look at its pixels, and shown whole once the person zooms in', async ({ page }) => {
  const calls: string[] = [];
  await page.exposeFunction('noteCall', (name: string) => void calls.push(name));
  await page.addInitScript(() => {
    const count = (name: string, of: object, method: string) => {
      const original = Reflect.get(of, method);
      Reflect.set(of, method, function (this: unknown, ...args: unknown[]) {
        if (name !== 'getImageData' || args[2] === 64) Reflect.get(window, 'noteCall')(name);
        return Reflect.apply(original, this, args);
      });
    };
    count('decode', ImageDecoder.prototype, 'decode');
    count('getImageData', CanvasRenderingContext2D.prototype, 'getImageData');
  });
  await open(page);
  await choose(page, await phonePhoto());
  const { dialog, zoom } = editor(page);
  await expect.poll(() => longestSides(dialog)).toEqual([COPY]);
  expect(calls).toEqual(['decode']);

  await zoom.fill('4');
  await expect.poll(() => longestSides(dialog)).toEqual([4032]);
});

test('the frame of a large photo appears where it stays, with the photo in it', async ({ page }) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Reflect.set(window, 'seen', seen);
    const check = () => {
      const stage = document.querySelector('fieldset.editor-area');
      const frame = stage?.querySelector('[data-testid=cropper]')?.getBoundingClientRect();
      const photo = stage?.querySelector('[data-testid=framed-picture]');
      const isThere = photo instanceof HTMLImageElement && photo.complete && photo.naturalWidth > 0;
      if (stage) seen.push(frame ? `${frame.x} ${frame.y} ${frame.width} ${isThere}` : 'no frame');
      requestAnimationFrame(check);
    };
    requestAnimationFrame(check);
  });
  await open(page);
  await choose(page, await phonePhoto());
  await expect.poll(() => longestSides(editor(page).dialog)).toEqual([COPY]);
  const { x, y, width } = await editor(page).frame.evaluate((frame) => frame.getBoundingClientRect().toJSON());
  const seen = await page.evaluate(() => Reflect.get(window, 'seen') as string[]);
  expect([...new Set(seen)]).toEqual([`${x} ${y} ${width} true`]);
});

test('around the frame of a large photo is a small copy of it, which the page need not blur whenever the photo moves', async ({ page }) => {
  await open(page);
  await choose(page, await phonePhoto());
  const around = editor(page).dialog.locator('.editor-surroundings');
  const style = await around.evaluate((element) => {
    const { backgroundImage, filter } = getComputedStyle(element);
    return { backgroundImage, filter };
  });
  expect(style).toEqual({ backgroundImage: expect.stringMatching(/^url\("data:image\/png;base64,/), filter: 'none' });
});

test('a large photo is saved as it is shown, by its copy and with all of its pixels', async ({ page }) => {
  await open(page);
  for (const { zoom, longest } of [
    { zoom: '1', longest: COPY },
    { zoom: '1.7', longest: COPY },
    { zoom: '3.5', longest: 4032 },
  ]) {
    await choose(page, await detailedPhoto(4032, 3024));
    await editor(page).zoom.fill(zoom);
    await expect.poll(() => longestSides(editor(page).dialog)).toEqual([longest]);
    await expectSavedAsShown(page, `zoom ${zoom}`);
  }
});

test('a large photo is shown and saved upright, whatever its orientation', async ({ page }) => {
  await open(page);
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await choose(page, jpeg(await photo(WIDTH, HEIGHT, orientation)));
    await expect.poll(() => longestSides(editor(page).dialog)).toEqual([COPY]);
    await expectSavedAsShown(page, `orientation ${orientation}`);
    expect((await resource(page)).crop).toEqual({ x: 400, y: 0, width: HEIGHT, height: HEIGHT, rotate: 0 });
  }
});

test('the colours of a large photo in Display P3 are those that are saved', async ({ page }) => {
  const colours = ['#d8432f', '#3ac04a', '#2d4de0', '#e8b62c'];
  const patches = colours.map((background, at) => ({
    input: { create: { width: WIDTH / 4, height: HEIGHT, channels: 3 as const, background } },
    left: (at * WIDTH) / 4,
    top: 0,
  }));
  const painted = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: 'white' } }).composite(patches);
  const buffer = await sharp(await painted.png().toBuffer())
    .withIccProfile('p3')
    .jpeg({ quality: 95 })
    .toBuffer();
  await open(page);
  await choose(page, jpeg(buffer));
  await expect.poll(() => longestSides(editor(page).dialog)).toEqual([COPY]);
  const shown = await shownInFrame(page);
  await saveAndClose(page);
  const [one, other] = await Promise.all(
    [shown, await savedAt256(page)].map((bytes) => sharp(bytes).resize(16, 16).removeAlpha().raw().toBuffer()),
  );
  const off = [...(one ?? [])].map((value, at) => Math.abs(value - (other?.[at] ?? 0)));
  // The middle of each patch: enlarging differs at their edges.
  const inside = off.filter((_value, at) => [0, 4, 11, 15].includes(Math.floor(at / 3) % 16));
  expect(Math.max(...inside)).toBeLessThanOrEqual(4);
});

for (const format of ['png', 'webp', 'avif'] as const) {
  test(`a large ${format} is shown by the file itself`, async ({ page }) => {
    const buffer = await fromRaster(landscape(WIDTH, HEIGHT)).toFormat(format, { effort: 1 }).toBuffer();
    await open(page);
    await choose(page, { name: `picture.${format}`, mimeType: `image/${format}`, buffer });
    await expect.poll(() => longestSides(editor(page).dialog)).toEqual([WIDTH]);
    await expectSavedAsShown(page, format);
  });
}

test('without ImageDecoder a large photo is shown by the file itself, and saved as it is shown', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'ImageDecoder'));
  await open(page);
  await choose(page, jpeg(await photo(WIDTH, HEIGHT, 6)));
  await expect.poll(() => longestSides(editor(page).dialog)).toEqual([WIDTH]);
  await expectSavedAsShown(page, 'without ImageDecoder');
});

test('where ImageDecoder ignores the orientation, a large photo is shown by the file itself', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.defineProperty(VideoFrame.prototype, 'rotation', { get: () => 0 });
  });
  await open(page);
  await choose(page, jpeg(await photo(WIDTH, HEIGHT, 6)));
  await expect.poll(() => longestSides(editor(page).dialog)).toEqual([WIDTH]);
});

test('a truncated large photo is refused before it opens', async ({ page }) => {
  const whole = await photo(WIDTH, HEIGHT, 1);
  await open(page);
  await editor(page).file.setInputFiles(jpeg(whole.subarray(0, whole.length / 2)));
  await expect(editor(page).alert).toContainText('picture is damaged or incomplete');
  await expect(editor(page).frame).toHaveCount(0);
});
