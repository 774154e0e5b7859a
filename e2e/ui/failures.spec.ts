import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { paste } from '../client/sources-page';
import { noise, plain, tiny } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

test('a person who cancels an upload keeps the old picture and the framing of the new one', async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await saveAndWait(page);
  const { key } = await resource(page);
  await choose(page, await noise());
  await editor(page).zoom.fill('2');
  const slow = await page.context().newCDPSession(page);
  await slow.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 300_000 });
  await editor(page).save.click();
  await expect(editor(page).progress).toHaveText(/^Uploading \d+ %$/);
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
  const aborted = page.waitForEvent('requestfailed');
  await editor(page).cancel.click();
  await aborted;
  await slow.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await expect(editor(page).save).toBeVisible();
  await expect(editor(page).zoom).toHaveValue('2');
  expect((await resource(page)).key).toBe(key);
  await saveAndWait(page);
  expect((await resource(page)).key).not.toBe(key);
});

test('a file that is too large is refused before it is sent, with the limit', { tag: ['@main', '@firefox'] }, async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'huge.jpg', { type: 'image/jpeg' }));
    return transfer;
  });
  await paste(page, data);
  await expect(editor(page).alert).toContainText('This file is 26 MB; the limit is 25 MB.');
  expect(sent).toEqual([]);
});

test('a file of another format is refused with the accepted formats', { tag: '@firefox' }, async ({ page }) => {
  await editor(page).file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello') });
  await expect(editor(page).alert).toContainText('Choose a JPEG, PNG, WebP, GIF, AVIF or HEIC file');
  await editor(page).file.setInputFiles({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Hello') });
  await expect(editor(page).alert).toHaveText(
    'This file cannot be opened here. Choose a JPEG, PNG, WebP, GIF, AVIF or HEIC file, or open it in an image editor and save it as a JPEG.',
  );
});

test('a wrong file that is chosen while framing loses no work', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('3');
  await editor(page).file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello') });
  await expect(editor(page).alert).toContainText('Unsupported file type.');
  await expect(editor(page).zoom).toHaveValue('3');
  await saveAndWait(page);
});

for (const format of ['jpeg', 'png', 'webp'] as const) {
  test(`a truncated ${format} is refused, and the edit stays`, { tag: '@firefox' }, async ({ page }) => {
    const whole = await sharp(await readFile('testing/faces/astronaut.jpg'))
      .toFormat(format)
      .toBuffer();
    await choose(page, await plain('green.png', GREEN));
    await editor(page).zoom.fill('3');
    const half = { name: `half.${format}`, mimeType: `image/${format}`, buffer: whole.subarray(0, whole.length / 2) };
    await editor(page).file.setInputFiles(half);
    await expect(editor(page).alert).toContainText('Your current edit is kept.');
    await expect(editor(page).zoom).toHaveValue('3');
    await saveAndWait(page);
  });
}

test('a picture without a type, as Android gives it, is checked by the server alone', async ({ page }) => {
  await choose(page, { ...(await plain('green.png', GREEN)), name: 'content', mimeType: '' });
  await saveAndWait(page);
});

test('a picture with few pixels brings a warning and can still be saved', async ({ page }) => {
  await choose(page, await tiny());
  await expect(page.getByRole('note')).toContainText('64 × 64 pixels');
  await saveAndWait(page);
});

for (const [what, answer, words] of [
  ['a proxy refuses the size in HTML', { status: 413, contentType: 'text/html', body: '<h1>413</h1>' }, 'refused this file as too large'],
  ['the session has ended', { status: 401, contentType: 'application/problem+json', body: '{"code":"not_authenticated"}' }, 'signed out'],
  ['the server is busy', { status: 503, headers: { 'Retry-After': '7' }, body: '' }, 'try again in 7 seconds'],
  ['the server fails', { status: 500, body: 'oops' }, 'Something went wrong on the server'],
] as const) {
  test(`a person reads what to do when ${what}, and the framing is kept`, { tag: '@firefox' }, async ({ page }) => {
    await page.route('/api/me/avatar', (route) => (route.request().method() === 'PUT' ? route.fulfill(answer) : route.fallback()));
    await choose(page, await plain('green.png', GREEN));
    await editor(page).zoom.fill('2.5');
    await editor(page).save.click();
    await expect(editor(page).alert).toContainText(words);
    await expect(editor(page).zoom).toHaveValue('2.5');
    await page.unroute('/api/me/avatar');
    await page.getByRole('button', { name: /^(Save|Try again)$/ }).click();
    await expect(editor(page).announcement).toContainText('Picture saved');
  });
}

test('a person who is offline reads a message and saves once online', { tag: ['@main', '@firefox'] }, async ({ page, context }) => {
  await choose(page, await plain('green.png', GREEN));
  await context.setOffline(true);
  await editor(page).save.click();
  await expect(editor(page).alert).toContainText('You are offline');
  await context.setOffline(false);
  // The message is no longer true.
  await expect(editor(page).alert).toHaveCount(0);
  await editor(page).save.click();
  await expect(editor(page).announcement).toContainText('Picture saved');
});
