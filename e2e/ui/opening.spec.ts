import type { Locator } from '@playwright/test';
import { choose, editor, open } from '../client/editor-page';
import { phonePhoto } from '../pictures/files';
import { expect, test } from '../server/fixtures';

/** The longest sides of the pictures that an editor shows, without equal ones. */
const longestSides = (dialog: Locator) =>
  dialog
    .locator('img')
    .evaluateAll((images) => [
      ...new Set(images.map((image) => (image instanceof HTMLImageElement ? Math.max(image.naturalWidth, image.naturalHeight) : 0))),
    ]);

test('a large photo is decoded once and drawn nowhere to look at its pixels, and shown whole once somebody zooms in', async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
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
  await expect.poll(() => longestSides(dialog)).toEqual([1280]);
  expect(calls).toEqual(['decode']);

  await zoom.fill('4');
  await expect.poll(() => longestSides(dialog)).toEqual([4032]);
});
