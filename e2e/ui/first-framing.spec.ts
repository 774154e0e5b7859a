import type { Page } from '@playwright/test';
import { isInCircle, type MarkedPhoto, markedPhoto } from '@/testing/faces/photos';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { expect, test } from '../server/fixtures';

const FRAMING = '**/api/me/avatar/framing';
/** Wide, with a face in a corner of the middle square. Its copy has the same size, so that both have the same pixels. */
const NUMBER = 12;

const fileOf = ({ bytes }: MarkedPhoto) => ({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: bytes });

/** The crop as the editor shows it. */
async function shownCrop(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const fields = page.locator('input[inputmode=numeric]');
  const [x = 0, y = 0, width = 0] = await fields.evaluateAll((inputs) =>
    inputs.map((input) => (input instanceof HTMLInputElement ? Number(input.value) : 0)),
  );
  return { x, y, width, height: width };
}

/** The middle of a picture. */
function middleOf({ width, height }: MarkedPhoto) {
  const side = Math.min(width, height);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}

/** The answer of the server, which takes as long as the test wants. @returns a promise of the request, and what lets the answer go */
async function holdFraming(page: Page, { face }: MarkedPhoto): Promise<{ asked: Promise<unknown>; answer: () => Promise<void> }> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const crop = { x: face.x, y: face.y, width: 200, height: 200, rotate: 0 };
  await page.route(FRAMING, async (route) => {
    await held;
    await route.fulfill({ json: { crop, subject: 'face', faces: [face] } });
  });
  return {
    asked: page.waitForRequest(FRAMING),
    answer: async () => {
      const answered = page.waitForResponse(FRAMING);
      release();
      await answered;
    },
  };
}

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

test('a photo begins with the face in the circle, as it is saved', { tag: '@firefox' }, async ({ page }) => {
  const photo = await markedPhoto(NUMBER);
  expect(isInCircle(photo.face, middleOf(photo))).toBe(false);
  await choose(page, fileOf(photo));
  await expect.poll(async () => isInCircle(photo.face, await shownCrop(page))).toBe(true);
  const shown = await shownCrop(page);
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual({ ...shown, rotate: 0 });
});

for (const [reducedMotion, moves] of [
  ['no-preference', 1],
  ['reduce', 0],
] as const) {
  test(`the picture moves to its face ${moves} times with the motion preference ${reducedMotion}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion });
    const photo = await markedPhoto(NUMBER);
    const { asked, answer } = await holdFraming(page, photo);
    await choose(page, fileOf(photo));
    await asked;
    const ran = await page.evaluateHandle(() => {
      const events: string[] = [];
      document.addEventListener('transitionrun', ({ target, propertyName }) => {
        if (target instanceof HTMLImageElement) events.push(`${target.dataset.testid} ${propertyName}`);
      });
      return events;
    });
    await answer();
    await expect.poll(async () => (await shownCrop(page)).width).toBe(200);
    const moved = Array(moves).fill('framed-picture transform');
    await expect.poll(() => ran.jsonValue()).toEqual(moved);
    // Changes of the person are shown at once, also during the transition.
    await editor(page).frame.press('+');
    await expect.poll(async () => (await shownCrop(page)).width).toBeLessThan(200);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await ran.jsonValue()).toEqual(moved);
  });
}

test('an edit that is made before the answer stays, and the face is known to its warning', async ({ page }) => {
  const photo = await markedPhoto(NUMBER);
  const { asked, answer } = await holdFraming(page, photo);
  await choose(page, fileOf(photo));
  await asked;
  await editor(page).frame.press('+');
  const edited = await shownCrop(page);
  await answer();
  const cut = page.getByRole('note').filter({ hasText: 'The circle cuts the face.' });
  await page.getByText('Numbers').click();
  await page.getByLabel('Size').fill(String(Math.round(photo.face.height)));
  await page.getByLabel('Left', { exact: true }).fill(String(Math.round(photo.face.x + photo.face.width / 2)));
  await page.getByLabel('Top').fill(String(Math.round(photo.face.y)));
  await expect(cut).toBeVisible();
  for (let steps = 0; steps < 3; steps += 1) await page.getByRole('button', { name: 'Undo' }).click();
  expect(await shownCrop(page)).toEqual(edited);
});

for (const [what, respond] of [
  ['fails', (page: Page) => page.route(FRAMING, (route) => route.fulfill({ status: 503, body: '' }))],
  ['never comes', (page: Page) => page.route(FRAMING, (route) => route.abort())],
] as const) {
  test(`an answer that ${what} changes nothing`, { tag: '@firefox' }, async ({ page }) => {
    const photo = await markedPhoto(NUMBER);
    await respond(page);
    const asked = page.waitForRequest(FRAMING);
    await choose(page, fileOf(photo));
    await asked;
    await expect(editor(page).dialog.getByRole('alert')).toHaveCount(0);
    await saveAndWait(page);
    expect((await resource(page)).crop).toEqual({ ...middleOf(photo), rotate: 0 });
  });
}

test('a slow answer does not delay saving', async ({ page }) => {
  const photo = await markedPhoto(NUMBER);
  const { asked } = await holdFraming(page, photo);
  await choose(page, fileOf(photo));
  await asked;
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual({ ...middleOf(photo), rotate: 0 });
});
