import { createHash } from 'node:crypto';
import { devices, type Page } from '@playwright/test';
import { seeded } from '@/testing/mutate';
import { choose, open, resource } from '../client/editor-page';
import { BEHIND, numbersOf, reframe, saveAndClose, savedAt256, shownInFrame } from '../client/framed-picture';
import { type Background, frameAtRandom } from '../client/random-framing';
import { detailedPictures } from '../pictures/detailed';
import { comparePictures, type PictureLikeness } from '../pictures/likeness';
import { expect, signIn, test } from '../server/fixtures';

/** Structural similarity of what is shown and what is saved, at 256 pixels. */
const LEAST_SSIM = 0.98;

/** Offset of the two, in pixels at 256. */
const MOST_OFFSET = 1;

/** A window of a screen: 50 framings in all. Odd sides put frames between two pixels. */
const SCREENS = [
  { scale: 1, viewport: { width: 1281, height: 733 }, framings: 17 },
  { scale: 2, viewport: { width: 667, height: 375 }, framings: 17 },
  { scale: 3, viewport: { width: 375, height: 667 }, framings: 16 },
];

// Each framing is a whole visit of the editor, and takes a second or two on a machine that does nothing else.
test.describe.configure({ timeout: 600_000 });

/** Every third framing leaves a margin, with each background in turn. */
const PADDINGS: readonly (Background | null)[] = [null, null, 'Colour', null, null, 'Transparent', null, null, 'Blur'];

const isLike = ({ ssim, offset }: PictureLikeness) => ssim >= LEAST_SSIM && Math.max(Math.abs(offset.x), Math.abs(offset.y)) <= MOST_OFFSET;

for (const { scale, viewport, framings } of SCREENS) {
  test.describe(`on a screen of ${scale} pixels for each of the style sheet`, () => {
    test.use({ viewport, deviceScaleFactor: scale, hasTouch: true });

    test(`what is saved is what was shown, in ${framings} random framings`, async ({ page, person }, info) => {
      expect(person.id).toBeGreaterThan(0);
      const random = seeded(1300 + scale);
      const pictures = await detailedPictures();
      const different: object[] = [];
      await open(page);
      await choose(page, pictures[0] ?? { name: '', mimeType: '', buffer: Buffer.of() });
      for (let framing = 0; framing < framings; framing += 1) {
        const picture = pictures[Math.floor(framing / 2) % pictures.length];
        if (framing > 0) await (framing % 2 === 0 && picture ? choose(page, picture) : reframe(page));
        const done = await frameAtRandom(page, random, PADDINGS[framing % PADDINGS.length] ?? null);
        const [shown, [x, y, width, rotate]] = [await shownInFrame(page), await numbersOf(page)];
        await saveAndClose(page);
        expect((await resource(page)).crop).toMatchObject({ x, y, width, height: width, rotate });
        const saved = await savedAt256(page);
        const { ssim, offset } = await comparePictures(shown, saved, BEHIND);
        if (isLike({ ssim, offset })) continue;
        different.push({ framing, picture: picture?.name, done, crop: [x, y, width, rotate], ssim, offset });
        await info.attach(`${framing} shown`, { body: shown, contentType: 'image/png' });
        await info.attach(`${framing} saved`, { body: saved, contentType: 'image/png' });
      }
      expect(different).toEqual([]);
    });
  });
}

/** Framings that are opened on another device. */
const REOPENED = 6;

/** How far the rectangle may be elsewhere, as a share of its side. */
const MOST_DRIFT = 0.005;

/** The saved picture in each format, as it is sent. */
async function sentBytes(page: Page): Promise<string[]> {
  const { key } = await resource(page);
  const answers = ['webp', 'avif', 'jpg', 'png'].map((format) => page.request.get(`/media/${key}/256.${format}`));
  return Promise.all(
    answers.map(async (answer) =>
      createHash('sha256')
        .update(await (await answer).body())
        .digest('hex'),
    ),
  );
}

test('a framing is the same on another device, and saved there unchanged it is the same bytes', async ({
  page,
  person,
  server,
  browser,
}) => {
  const phone = await browser.newContext({ ...devices['iPhone SE'], baseURL: server.baseURL });
  const other = await phone.newPage();
  await signIn(other, server.baseURL, person);
  const random = seeded(77);
  const pictures = await detailedPictures();
  await open(page);
  for (let framing = 0; framing < REOPENED; framing += 1) {
    const picture = pictures[framing % pictures.length];
    if (picture) await choose(page, picture);
    const padding = framing % 2 === 0 ? null : PADDINGS[(framing + 1) % PADDINGS.length];
    const done = await frameAtRandom(page, random, padding ?? null);
    const [left = 0, top = 0, side = 1, rotation = 0] = await numbersOf(page);
    await saveAndClose(page);
    const before = await sentBytes(page);

    await open(other);
    await reframe(other);
    const [x = 0, y = 0, width = 0, rotate = 0] = await numbersOf(other);
    const drift = Math.max(Math.abs(x - left), Math.abs(y - top), Math.abs(width - side)) / side;
    expect({ done, rotate, isNear: drift <= MOST_DRIFT }).toEqual({ done, rotate: rotation, isNear: true });
    const { ssim, offset } = await comparePictures(await shownInFrame(other), await savedAt256(other), BEHIND);
    expect({ done, ssim, offset, isLike: isLike({ ssim, offset }) }).toMatchObject({ isLike: true });
    await saveAndClose(other);
    expect({ done, bytes: await sentBytes(other) }).toEqual({ done, bytes: before });
  }
  await phone.close();
});
