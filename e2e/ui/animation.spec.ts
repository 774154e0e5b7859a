import sharp from 'sharp';
import { animation, flat } from '@/testing/animations';
import { choose, editor, framed, open, resource, saveAndWait, served } from '../client/editor-page';
import { expect, test } from '../server/fixtures';

const CALM = [0, 60, 120].map((by) => flat(300, 300, [120 + by, 110, 230 - by]));
const STROBE = Array.from({ length: 10 }, (_frame, at) => flat(300, 300, at % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));

const gif = async (frames: typeof CALM) => ({
  name: 'me.gif',
  mimeType: 'image/gif',
  buffer: await animation(frames, { delays: frames.map(() => 100) }),
});

test('an animation plays where the picture is shown large, and not in the header', { tag: ['@main', '@firefox'] }, async ({
  page,
  person,
}) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await gif(CALM));
  await saveAndWait(page);
  const { key } = await resource(page);
  await expect(editor(page).current).toHaveAttribute('src', new RegExp(`${key}/\\d+\\.webp`));
  await expect(editor(page).header).toHaveAttribute('src', new RegExp(`${key}/\\d+\\.still\\.webp`));
});

test('an animation can be paused and played again, with the keyboard as well', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await gif(CALM));
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Pause the animation' }).focus();
  await page.keyboard.press('Enter');
  await expect(editor(page).current).toHaveAttribute('src', /\.still\.webp$/);
  await expect(page.getByRole('button', { name: 'Play the animation' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(editor(page).current).toHaveAttribute('src', /\/\d+\.webp$/);
});

test('a person who prefers reduced motion loads no animation', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await choose(page, await gif(CALM));
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await saveAndWait(page);
  await page.reload();
  await expect.poll(() => editor(page).current.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  const { key } = await resource(page);
  await expect(page.getByRole('button', { name: 'Pause the animation' })).toHaveCount(0);
  const pictures = loaded.filter((path) => path.includes(key));
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.filter((path) => !path.endsWith('.still.webp'))).toEqual([]);
});

test('an animation that flashes is shown as a still picture, and the page says why', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await gif(STROBE));
  await saveAndWait(page);
  await expect(page.getByRole('note')).toContainText('flashes in a way that can cause seizures');
  await page.reload();
  await expect(page.getByRole('note')).toContainText('only its first frame is shown');
});

for (const format of ['gif', 'webp', 'png'] as const) {
  test(`a person chooses the still frame of an animated ${format}, which stays when it is framed anew`, { tag: '@firefox' }, async ({
    page,
    person,
  }) => {
    expect(person.id).toBeGreaterThan(0);
    await open(page);
    const buffer = await animation(CALM, { delays: [100, 100, 100], format });
    await choose(page, { name: `me.${format}`, mimeType: `image/${format}`, buffer });
    const still = page.getByLabel('Still picture');
    await still.fill('3');
    await expect(page.getByRole('button', { name: 'Play the animation' })).toBeVisible();
    await expect.poll(async () => redInTheMiddle(await framed(page))).toBeCloseTo(240, -1);
    await saveAndWait(page);
    expect(await resource(page)).toMatchObject({ stillFrame: 2, animated: true });
    expect(await redInTheMiddle(await served(page, 'header-avatar'))).toBeCloseTo(240, -1);
    await page.getByRole('button', { name: 'Re-frame' }).click();
    await expect(still).toHaveValue('3');
    await editor(page).zoom.fill('2');
    await saveAndWait(page);
    expect(await resource(page)).toMatchObject({ stillFrame: 2, animated: true });
  });
}

test('an animated file is saved as a still picture', { tag: '@firefox' }, async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await gif(CALM));
  await page.getByLabel('Still picture').fill('2');
  await page.getByLabel('Never animate').check();
  await expect(page.getByRole('button', { name: /the animation$/ })).toHaveCount(0);
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ stillFrame: 1, animated: false, animationDropped: 'choice' });
  await expect(page.getByRole('note')).toHaveCount(0);
  expect(await redInTheMiddle(await served(page, 'current-avatar'))).toBeCloseTo(180, -1);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(page.getByLabel('Never animate')).toBeChecked();
  await page.getByLabel('Never animate').uncheck();
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ stillFrame: 1, animated: true });
});

/** The red of the pixel in the middle of a picture. */
async function redInTheMiddle(picture: Buffer): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return data[((info.height >> 1) * info.width + (info.width >> 1)) * info.channels] ?? 0;
}

test('the colour behind a transparent picture can be chosen, and an opaque one has none', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await gif(CALM));
  await expect(editor(page).background).toHaveCount(0);
  await editor(page).cancel.click();
  const clear = { create: { width: 600, height: 400, channels: 4, background: { r: 20, g: 30, b: 40, alpha: 0.5 } } } as const;
  await choose(page, { name: 'logo.png', mimeType: 'image/png', buffer: await sharp(clear).png().toBuffer() });
  await editor(page).background.fill('#203040');
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).background).toHaveValue('#203040');
});
