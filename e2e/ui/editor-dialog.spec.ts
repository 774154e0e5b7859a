import type { CDPSession, Page } from '@playwright/test';
import { choose, editor, open, resource, saveAndWait } from '../client/editor-page';
import { phonePhoto, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const GREEN = [20, 140, 90] as const;

/** The last one is 1280 × 720 at a zoom of 200 %. */
const WINDOWS = [
  { width: 1280, height: 720 },
  { width: 667, height: 375 },
  { width: 375, height: 667 },
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 640, height: 360 },
];

test.beforeEach(async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
});

for (const viewport of WINDOWS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('the whole frame and Save are in view, without scrolling, and the page beneath is out of reach', async ({ page }) => {
      await choose(page, await phonePhoto());
      await expect(editor(page).frame).toBeFocused();
      await expect(page.getByRole('banner')).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(0);
      const scrolling = await editor(page).dialog.evaluate((dialog) =>
        [dialog, dialog.querySelector('form')].map(
          (part) => part && [part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight],
        ),
      );
      expect(scrolling).toEqual([
        [0, 0],
        [0, 0],
      ]);
      const boxes = [editor(page).frame, page.locator('.editor-foot'), editor(page).shapes].map((part) => part.boundingBox());
      const [frame, foot, shapes] = await Promise.all(boxes);
      if (!frame || !foot || !shapes) throw new Error('The dialog has no place.');
      const isBeside = shapes.x >= frame.x + frame.width || shapes.y + shapes.height <= frame.y;
      expect({ isBeside, frame, shapes }).toEqual({ isBeside: true, frame, shapes });
      expect(Math.min(frame.x, frame.y, viewport.width - frame.x - frame.width, viewport.height - frame.y - frame.height)).toBeGreaterThan(
        0,
      );
      expect(frame.y + frame.height <= foot.y || frame.x + frame.width <= foot.x).toBe(true);
      expect(frame.height).toBeGreaterThan(150);
      for (const button of [editor(page).save, editor(page).cancel]) await expect(button).toBeInViewport({ ratio: 1 });
    });

    test('every control can be reached by keyboard, and none is hidden while it has the focus', async ({ page }) => {
      await choose(page, await phonePhoto());
      const names = new Set<string>();
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        const { name, isSeen } = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element) return { name: '', isSeen: false };
          // A hidden radio button is seen by its label.
          const shown = element.closest('label') ?? element;
          const { left, top, width, height } = shown.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', isSeen: shown.contains(hit) };
        });
        expect({ name, isSeen }).toEqual({ name, isSeen: true });
        names.add(name);
      }
      for (const name of ['Turn left', 'Flip', 'Other file', 'Save', 'Close the editor']) expect(names).toContain(name);
    });
  });
}

test('undo and redo by keyboard and by button, one drag at a time', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await phonePhoto());
  const { frame, zoom } = editor(page);
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await zoom.fill('2');
  const before = await numbers(page);
  const box = await frame.boundingBox();
  if (!box) throw new Error('The frame has no place.');
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + 120, { steps: 8 });
  await page.mouse.up();
  const after = await numbers(page);
  expect(after).not.toEqual(before);
  await frame.press('ControlOrMeta+z');
  expect(await numbers(page)).toEqual(before);
  await frame.press('ControlOrMeta+Shift+z');
  expect(await numbers(page)).toEqual(after);
  await undo.click();
  await undo.click();
  await expect(zoom).toHaveValue('1');
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByTestId('edit-announcement')).toHaveText('Undone. Zoom 1.0×.');
});

test('keys move, zoom, straighten, flip, turn and reset, and each is announced', { tag: ['@main', '@firefox'] }, async ({ page }) => {
  await choose(page, await phonePhoto());
  const { frame } = editor(page);
  const announcement = page.getByTestId('edit-announcement');
  for (const [key, words] of [
    ['+', 'Zoom 1.1×.'],
    ['ArrowRight', 'Moved right.'],
    [']', 'Straightened to 1°.'],
    ['f', 'Flipped.'],
    ['r', 'Turned right.'],
    ['0', 'Reset.'],
    // Effects of undo and redo, not names of steps: undoing the reset turns and flips the picture.
    ['ControlOrMeta+z', 'Undone. Flipped.'],
    ['ControlOrMeta+z', 'Undone. Turned left.'],
  ] as const) {
    await frame.press(key);
    await expect(announcement).toHaveText(words);
  }
});

test('Escape closes an untouched editor at once, and asks before an edit is lost', { tag: '@firefox' }, async ({ page }) => {
  const upload = page.getByLabel('Upload a picture');
  await upload.focus();
  await choose(page, await plain('green.png', GREEN));
  await page.keyboard.press('Escape');
  await expect(editor(page).dialog).toHaveCount(0);
  await expect(upload).toBeFocused();

  await choose(page, await plain('green.png', GREEN));
  await editor(page).zoom.fill('2');
  await page.keyboard.press('Escape');
  await editor(page).keep.click();
  await expect(editor(page).zoom).toHaveValue('2');
  await expect(editor(page).zoom).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor(page).keep).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor(page).keep).toHaveCount(0);
  await expect(editor(page).zoom).toBeFocused();
  await page.keyboard.press('Escape');
  await editor(page).discard.click();
  await expect(editor(page).dialog).toHaveCount(0);
  expect(await resource(page)).toMatchObject({ source: 'none' });
});

test('a failed save leaves the frame large on a phone, with every action in view', async ({ page, context }) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await choose(page, await phonePhoto());
  await context.setOffline(true);
  await editor(page).save.click();
  await expect(editor(page).alert).toBeVisible();
  expect((await editor(page).frame.boundingBox())?.height).toBeGreaterThan(200);
  for (const button of [editor(page).again, editor(page).cancel]) await expect(button).toBeInViewport({ ratio: 1 });
});

test('a long notice on the smallest phone takes its room from the tools, and nothing else scrolls', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await choose(page, await phonePhoto());
  await editor(page).file.setInputFiles({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Hello') });
  await expect(editor(page).alert).toContainText('Your current edit is kept.');
  const beyond = await page.locator('.editor-layout').evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(beyond).toBe(0);
  expect((await editor(page).frame.boundingBox())?.height).toBeGreaterThan(150);
  for (const part of [editor(page).alert, editor(page).save, editor(page).cancel]) await expect(part).toBeInViewport({ ratio: 1 });
});

test('the shape of the frame is remembered, and changes nothing that is saved', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await plain('green.png', GREEN));
  await page.getByTitle('Rounded square').click();
  await expect(editor(page).frame).toHaveAttribute('data-shape', 'rounded');
  await saveAndWait(page);
  expect(await resource(page)).toMatchObject({ crop: { x: 0, y: 0, width: 600, height: 600, rotate: 0 } });
  await page.reload();
  await page.getByRole('button', { name: 'Re-frame' }).click();
  await expect(editor(page).frame).toHaveAttribute('data-shape', 'rounded');
});

test('a person who knows the numbers types them', { tag: '@firefox' }, async ({ page }) => {
  await choose(page, await phonePhoto());
  await page.getByText('Numbers').click();
  await page.getByLabel('Size').fill('1200');
  await page.getByLabel('Left', { exact: true }).fill('300');
  await page.getByLabel('Top').fill('900');
  await saveAndWait(page);
  expect((await resource(page)).crop).toEqual({ x: 300, y: 900, width: 1200, height: 1200, rotate: 0 });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true });

  test('two fingers zoom and twist the picture, and a double tap zooms in and out', { tag: '@main' }, async ({ page }) => {
    await choose(page, await phonePhoto());
    const box = await editor(page).frame.boundingBox();
    if (!box) throw new Error('The frame has no place.');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const touch = await page.context().newCDPSession(page);
    await pinch(touch, middle, { from: 40, to: 80, degrees: 27 });
    await expect(editor(page).straighten).toHaveValue('20');
    expect(Number(await editor(page).zoom.inputValue())).toBeCloseTo(2, 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(editor(page).straighten).toHaveValue('0');
    await expect(editor(page).zoom).toHaveValue('1');

    for (const zoom of ['2', '1']) {
      for (let taps = 0; taps < 2; taps += 1) await page.touchscreen.tap(middle.x, middle.y);
      await expect(editor(page).zoom).toHaveValue(zoom);
    }
  });

  test('the previews are folded, and open on demand', async ({ page }) => {
    await choose(page, await phonePhoto());
    await expect(page.getByTestId('preview-48-dark')).toBeHidden();
    await page.getByText('Where it will be seen').click();
    for (const size of [24, 32, 40, 48]) {
      const box = await page.getByTestId(`preview-${size}-dark`).boundingBox();
      expect([box?.width, box?.height]).toEqual([size, size]);
    }
  });
});

/** The crop as the editor shows it. */
async function numbers(page: Page): Promise<string[]> {
  const fields = page.locator('input[inputmode=numeric]');
  return fields.evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
}

/** Moves two fingers apart and around each other. */
async function pinch(
  touch: CDPSession,
  middle: { x: number; y: number },
  { from, to, degrees }: { from: number; to: number; degrees: number },
): Promise<void> {
  const steps = 10;
  const at = (step: number) => {
    const [reach, turn] = [from + ((to - from) * step) / steps, (degrees * step * Math.PI) / 180 / steps];
    const [x, y] = [reach * Math.cos(turn), reach * Math.sin(turn)];
    return [
      { x: middle.x - x, y: middle.y - y, id: 1 },
      { x: middle.x + x, y: middle.y + y, id: 2 },
    ];
  };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= steps; step += 1) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
