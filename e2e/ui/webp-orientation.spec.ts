import { animation } from '@/testing/animations';
import { fromRaster } from '@/testing/pictures';
import { type Raster, storedFor } from '@/testing/reference';
import { choose, editor, framed, open, resource, saveAndWait } from '../client/editor-page';
import { CORNERS, type Color, colorAt, difference, distance, type TestFile } from '../pictures/files';
import { expect, test } from '../server/fixtures';

/** Largest invisible mean difference of two pictures, out of 255. */
const LOOKS_THE_SAME = 4;

const [WIDTH, HEIGHT] = [600, 400];
const COLOURS = [CORNERS.topLeft, CORNERS.topRight, CORNERS.bottomLeft, CORNERS.bottomRight];

/** A colour in each corner, and alpha if any. */
function upright(alpha?: number): Raster {
  const channels = alpha === undefined ? 3 : 4;
  const data = new Uint8Array(WIDTH * HEIGHT * channels);
  for (let at = 0; at < WIDTH * HEIGHT; at += 1) {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    const colour = COLOURS[(y * 2 >= HEIGHT ? 2 : 0) + (x * 2 >= WIDTH ? 1 : 0)] ?? [];
    data.set(alpha === undefined ? colour : [...colour, alpha], at * channels);
  }
  return { data, width: WIDTH, height: HEIGHT, channels };
}

async function webp(orientation: number, alpha?: number): Promise<TestFile> {
  const stored = fromRaster(storedFor(upright(alpha), orientation)).withMetadata({ orientation });
  return { name: 'me.webp', mimeType: 'image/webp', buffer: await stored.webp({ lossless: true }).toBuffer() };
}

async function expectCorners(shown: Uint8Array): Promise<void> {
  const places = [0.15, 0.85].flatMap((down) => [0.15, 0.85].map((across) => [across, down] as const));
  for (const [index, [across, down]] of places.entries()) {
    expect(distance(await colorAt(shown, across, down), COLOURS[index] as Color), `corner ${index}`).toBeLessThan(25);
  }
}

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

for (const orientation of [1, 3, 5, 6, 8]) {
  test(`a WebP whose EXIF says orientation ${orientation} is framed as it is saved: upright`, { tag: '@firefox' }, async ({ page }) => {
    await choose(page, await webp(orientation));
    await expectCorners(await framed(page));
    const { frame, zoom } = editor(page);
    await zoom.fill('1.5');
    const box = await frame.boundingBox();
    if (!box) throw new Error('The frame has no place.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 50, y + 30, { steps: 6 });
    await page.mouse.up();
    const preview = await framed(page);
    await saveAndWait(page);
    const { crop, versions } = await resource(page);
    // The frame is left of and above the middle of the landscape.
    expect(crop).toMatchObject({ width: Math.round(HEIGHT / 1.5), rotate: 0 });
    expect(crop?.x).toBeLessThan((WIDTH - HEIGHT / 1.5) / 2);
    const saved = await (await page.request.get(versions['256']?.url ?? '')).body();
    expect(await difference(preview, saved)).toBeLessThan(LOOKS_THE_SAME);
  });
}

test('an animated WebP is framed upright and stays animated', { tag: '@firefox' }, async ({ page }) => {
  const frames = [upright(), upright()].map((frame, at) => ({ ...frame, data: frame.data.map((value) => Math.max(0, value - at * 4)) }));
  const stored = frames.map((frame) => storedFor(frame, 6));
  const buffer = await animation(stored, { delays: [400, 400], format: 'webp', orientation: 6 });
  await choose(page, { name: 'me.webp', mimeType: 'image/webp', buffer });
  const preview = await framed(page);
  await expectCorners(preview);
  await saveAndWait(page);
  const { crop, versions } = await resource(page);
  expect(crop).toEqual({ x: 100, y: 0, width: 400, height: 400, rotate: 0 });
  const saved = await (await page.request.get(versions['256']?.url ?? '')).body();
  expect(await difference(preview, saved)).toBeLessThan(LOOKS_THE_SAME);
});

test('a stored WebP is framed again as before', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await webp(6));
  await editor(page).zoom.fill('2');
  await saveAndWait(page);
  const { crop } = await resource(page);
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toBeVisible();
  await expectCorners(await framed(page));
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual(crop);
});

test('a colour can be chosen behind a transparent WebP', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await webp(6, 128));
  await expect(editor(page).background).toBeVisible();
});

test('an upright WebP needs no preview from the server', { tag: '@firefox' }, async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/preview') && asked.push(request.url()));
  await choose(page, await webp(1));
  await saveAndWait(page);
  expect(asked).toEqual([]);
});
