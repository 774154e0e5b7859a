import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { ssim } from 'ssim.js';
import { choose, editor, framed, open, saveAndWait, served } from '../client/editor-page';
import { expect, test } from '../server/fixtures';

const SIDE = 256;

async function pixelsOf(picture: Buffer): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const { data } = await sharp(picture).resize(SIDE, SIDE, { fit: 'fill' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: SIDE, height: SIDE };
}

for (const [what, keys] of [
  ['upright', ''],
  ['turned and mirrored', 'rf'],
] as const) {
  test(`the blurred background of a picture that is ${what} looks as it is saved`, { tag: '@firefox' }, async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    await open(page);
    const portrait = sharp(await readFile(new URL('../../testing/faces/astronaut.jpg', import.meta.url)));
    // Wide, so that the square shows much of the background.
    const buffer = await portrait.extract({ left: 0, top: 60, width: 240, height: 110 }).resize(960, 440).jpeg().toBuffer();
    await choose(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Fit the whole picture' }).click();
    for (const key of keys) await editor(page).frame.press(key);
    await page.getByRole('group', { name: 'Background' }).getByText('Blur').click();
    await expect(editor(page).dialog.locator('img[src^="data:"]').first()).toBeVisible();
    const shown = await pixelsOf(await framed(page));
    await saveAndWait(page);
    const saved = await pixelsOf(await served(page, 'current-avatar'));
    expect(ssim(shown, saved).mssim).toBeGreaterThan(0.96);
  });
}
