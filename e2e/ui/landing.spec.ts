import type { Page } from '@playwright/test';
import { heic } from '@/testing/heic';
import { expectNoViolations, STILL } from '../client/axe';
import { openFileDialog } from '../client/file-dialog';
import { type Color, colorAt, distance, phonePhoto, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

test.use(STILL);

/** The colour in the middle of the large picture of the demonstration. */
async function shownColor(page: Page): Promise<Color> {
  const large = page.locator('.demo .demo-picture-own').first();
  return colorAt(await large.screenshot(), 0.5, 0.5);
}

test('a picture that is chosen on the start page changes everywhere at once, without scripts', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/');
  const shown = (sample: number) => page.locator(`.demo .demo-picture-${sample}`);
  const places = await shown(0).count();
  expect(places).toBeGreaterThan(4);
  for (const place of await shown(0).all()) await expect(place).toHaveCSS('opacity', '1');
  await page.getByRole('radio', { name: 'Drawing of Noor' }).check();
  for (const place of await shown(2).all()) await expect(place).toHaveCSS('opacity', '1');
  for (const place of await shown(0).all()) await expect(place).toHaveCSS('opacity', '0');
  await expect(page.getByText('Try it with your own photo')).toBeHidden();
  await context.close();
});

test('a visitor frames a photo in the editor, sees it everywhere, and nothing is uploaded', { tag: ['@main', '@firefox'] }, async ({
  page,
}) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && !request.url().startsWith('blob:')) sent.push(`${request.method()} ${request.url()}`);
  });
  await page.goto('/');
  const input = page.getByLabel('Try it with your own photo');
  await input.focus();
  const files = await openFileDialog(page, () => page.keyboard.press('Enter'));
  await files.setFiles(await plain('green.png', [20, 140, 90]));
  await expect(page.getByRole('dialog', { name: 'Frame your photo' })).toBeVisible();
  await expect(page.getByTestId('cropper')).toBeFocused();
  await expect(page.getByText('Nothing is uploaded.').last()).toBeVisible();
  await page.keyboard.press('+');
  await page.keyboard.press('f');
  await expectNoViolations(page, 'editor of visitors');
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Your photo' })).toBeChecked();
  await expect(page.getByText('This is you, everywhere.')).toBeVisible();
  expect(distance(await shownColor(page), [20, 140, 90])).toBeLessThan(12);
  await expectNoViolations(page, 'own photo');
  expect(sent).toEqual([]);

  await page.getByRole('radio', { name: 'Drawing of Ada' }).check();
  await page.getByRole('radio', { name: 'Your photo' }).check();
  await page.getByLabel('Try another photo').setInputFiles(await phonePhoto());
  await expect(page.getByTestId('cropper')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Your photo' })).toBeChecked();
});

test('a HEIC, which this browser cannot show, and a damaged file have messages of their own', { tag: '@firefox' }, async ({ page }) => {
  await page.goto('/');
  const input = page.getByLabel('Try it with your own photo');
  await input.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: heic('landscape') });
  await expect(page.getByText('This browser cannot show HEIC photos. With an account, the server opens them')).toBeVisible();
  const { buffer } = await phonePhoto();
  await input.setInputFiles({ name: 'half.jpg', mimeType: 'image/jpeg', buffer: buffer.subarray(0, buffer.length / 2) });
  await expect(page.getByText('it is damaged or not a picture')).toBeVisible();
  await input.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: heic('landscape') });
  await expect(page.getByText('This browser cannot show HEIC photos.')).toBeVisible();
  await input.setInputFiles({ name: 'me.heic', mimeType: 'image/heic', buffer: Buffer.from('no picture') });
  await expect(page.getByText('it is damaged or not a picture')).toBeVisible();
  await expect(input).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
