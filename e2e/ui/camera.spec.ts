import type { Page } from '@playwright/test';
import { expectNoViolations, STILL } from '../client/axe';
import { editor, open, resource, saveAndWait, served } from '../client/editor-page';
import { latestVia, sources } from '../client/sources-page';
import { colorAt, distance } from '../pictures/files';
import { expect, test } from '../server/fixtures';

declare global {
  interface Window {
    /** Streams that the page was given. */
    streams: MediaStream[];
  }
}

/** In Firefox this camera is always allowed. */
const FAKE_CAMERA = { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true };

test.use({
  ...STILL,
  launchOptions: [
    async ({ launchOptions, browserName }, use) =>
      use(
        browserName === 'firefox'
          ? { ...launchOptions, firefoxUserPrefs: { ...launchOptions.firefoxUserPrefs, ...FAKE_CAMERA } }
          : { ...launchOptions, args: [...(launchOptions.args ?? []), '--use-fake-device-for-media-stream'] },
      ),
    { scope: 'worker' },
  ],
});

// In sequence, so that one browser and one server are enough.
test.describe.configure({ mode: 'default' });

const RED = [220, 30, 30] as const;
const BLUE = [30, 60, 220] as const;

const shutter = (page: Page) => page.getByRole('button', { name: 'Take the photo' });
const usePhoto = (page: Page) => page.getByRole('button', { name: 'Use this photo' });
const retake = (page: Page) => page.getByRole('button', { name: 'Retake' });
const preview = (page: Page) => page.getByTestId('camera-preview');

/** Keeps the streams that the page is given. */
async function watchStreams(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.streams = [];
    const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await original(constraints);
      window.streams.push(stream);
      return stream;
    };
  });
}

/** Whether each track is still running, of each stream. */
const running = (page: Page) =>
  page.evaluate(() => window.streams.map((stream) => stream.getTracks().map(({ readyState }) => readyState === 'live')));

/** A camera whose picture is red on its left and blue on its right. */
async function useTwoColours(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 640];
      const context = canvas.getContext('2d');
      const draw = () => {
        if (!context) return;
        context.fillStyle = 'rgb(220,30,30)';
        context.fillRect(0, 0, 320, 640);
        context.fillStyle = 'rgb(30,60,220)';
        context.fillRect(320, 0, 320, 640);
        requestAnimationFrame(draw);
      };
      draw();
      return canvas.captureStream(10);
    };
  });
}

async function refuseWith(page: Page, name: string): Promise<void> {
  await page.addInitScript((errorName) => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('In the words of a browser', errorName);
    };
  }, name);
}

test('a person takes a photo by keyboard, takes it again, and saves it; then the camera is off', { tag: ['@main', '@firefox'] }, async ({
  page,
  person: _,
  context,
}) => {
  await context.grantPermissions(['camera']);
  await watchStreams(page);
  await open(page);
  await sources(page).camera.focus();
  await page.keyboard.press('Enter');
  await expect(shutter(page)).toBeEnabled();
  await expect(preview(page)).toHaveCSS('scale', '-1 1');
  await expectNoViolations(page, 'the camera');
  await shutter(page).focus();
  await page.keyboard.press('Enter');
  for (const second of ['3', '2', '1']) await expect(page.getByTestId('countdown')).toHaveText(second);
  await expect(usePhoto(page)).toBeFocused();
  await expectNoViolations(page, 'a photo was taken');
  await page.keyboard.press('Shift+Tab');
  await expect(retake(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(shutter(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(usePhoto(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor(page).frame).toBeVisible();
  expect(await running(page)).toEqual([[false]]);
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ source: 'upload', name: 'camera.jpg' });
  expect(await latestVia(page)).toBe('camera');
});

test('the preview is mirrored, and the photo shows the person as others see them', { tag: '@firefox' }, async ({ page, person: _ }) => {
  await useTwoColours(page);
  await open(page);
  await sources(page).camera.click();
  await expect(shutter(page)).toHaveAttribute('aria-disabled', 'false');
  const mirrored = await preview(page).screenshot();
  expect(distance(await colorAt(mirrored, 0.3, 0.5), BLUE)).toBeLessThan(30);
  expect(distance(await colorAt(mirrored, 0.7, 0.5), RED)).toBeLessThan(30);
  await shutter(page).click();
  await expect(usePhoto(page)).toBeFocused();
  const taken = await page.getByTestId('camera-photo').screenshot();
  expect(distance(await colorAt(taken, 0.3, 0.5), RED)).toBeLessThan(30);
  await usePhoto(page).click();
  await saveAndWait(page);
  const picture = await served(page, 'header-avatar');
  expect(distance(await colorAt(picture, 0.25, 0.5), RED)).toBeLessThan(30);
  expect(distance(await colorAt(picture, 0.75, 0.5), BLUE)).toBeLessThan(30);
});

test('the countdown can be stopped, and closing the dialog stops the camera', { tag: '@firefox' }, async ({ page, person: _, context }) => {
  await context.grantPermissions(['camera']);
  await watchStreams(page);
  await open(page);
  await sources(page).camera.click();
  await expect(shutter(page)).toHaveAttribute('aria-disabled', 'false');
  await shutter(page).click();
  await expect(page.getByTestId('countdown')).toBeVisible();
  await page.getByRole('button', { name: 'Stop the countdown' }).click();
  await expect(page.getByTestId('countdown')).toBeHidden();
  await expect(shutter(page)).toBeFocused();
  expect(await running(page)).toEqual([[true]]);
  await page.keyboard.press('Escape');
  await expect(sources(page).camera).toBeFocused();
  expect(await running(page)).toEqual([[false]]);
});

test('a person who does not allow the camera reads how to, and can try again once they have', async ({ page, person: _, context }) => {
  await open(page);
  await sources(page).camera.click();
  await expect(sources(page).dialog.getByRole('alert')).toContainText('This page may not use the camera.');
  await expectNoViolations(page, 'the camera is refused');
  await context.grantPermissions(['camera']);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(preview(page)).toBeVisible();
  await expect(sources(page).dialog.getByRole('alert')).toBeHidden();
});

for (const [name, words] of [
  ['NotFoundError', 'No camera was found.'],
  ['NotReadableError', 'The camera is in use.'],
  ['UnknownError', 'The camera could not be started.'],
] as const) {
  test(`after ${name} a person reads: ${words}`, { tag: '@firefox' }, async ({ page, person: _ }) => {
    await refuseWith(page, name);
    await open(page);
    await sources(page).camera.click();
    await expect(sources(page).dialog.getByRole('alert')).toContainText(words);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(sources(page).camera).toBeFocused();
  });
}
