import type { Page } from '@playwright/test';
import { animation, flat } from '@/testing/animations';
import { choose, editor, open, saveAndWait } from '../client/editor-page';
import { phonePhoto, plain } from '../pictures/files';
import { expect, test } from '../server/fixtures';

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
];

/** Name and position of the focused element if another one covers it. Empty if it is visible, or no element has the focus. */
function covering(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return '';
    // The label draws its radio button, and the ring around it.
    const focused = activeElement.closest('label') ?? activeElement;
    const { x, y, width, height } = focused.getBoundingClientRect();
    // For a frame that is higher than the window, its upper part is checked.
    const points = [0.1, 0.5, 0.9].map((share) => [x + width / 2, Math.min(y + height * share, y + 200)] as const);
    const hits = points.map(([left, top]) => document.elementFromPoint(left, top));
    const free = hits.filter(
      (hit) => hit && (focused.contains(hit) || hit.contains(focused)) && !hit.closest('.sticky') === !focused.closest('.sticky'),
    );
    return free.length === points.length
      ? ''
      : `${focused.tagName} ${activeElement.getAttribute('aria-label') || focused.textContent} at ${Math.round(y)}`;
  });
}

for (const viewport of WINDOWS) {
  test(`the focused element is in view and not behind the bar, ${viewport.width} × ${viewport.height}`, async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    await page.setViewportSize(viewport);
    await open(page);
    await choose(page, await phonePhoto());
    await expect(editor(page).frame).toBeFocused();
    const covered: string[] = [];
    const seen = new Set<string>();
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let presses = 0; presses < 24; presses += 1) {
        await page.keyboard.press(key);
        covered.push(await covering(page));
        seen.add(
          await page.evaluate(
            () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '',
          ),
        );
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['Turn left', 'Turn right', 'Reset', 'Save', 'Cancel']));
    expect(covered.filter(Boolean)).toEqual([]);
  });
}

test('one notch of the wheel zooms by a tenth, about the pointer', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await open(page);
  await choose(page, await phonePhoto());
  await editor(page).frame.hover();
  await page.mouse.wheel(0, -120);
  await expect(editor(page).zoom).toHaveValue('1.1');
  await page.mouse.wheel(0, -120);
  await expect(editor(page).zoom).toHaveValue('1.21');
});

test.describe('by preference of the person', () => {
  // The test reads pixels of the page, which its policy forbids the page itself.
  test.use({ bypassCSP: true });

  test('a person who prefers reduced motion sees no animation in the frame and the previews', async ({ page, person }) => {
    expect(person.id).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page);
    const frames = [flat(300, 300, [200, 0, 0]), flat(300, 300, [0, 0, 200])];
    const buffer = await animation(frames, { delays: [100, 100] });
    await choose(page, { name: 'me.gif', mimeType: 'image/gif', buffer });
    const shown = () =>
      page.evaluate(async () => {
        const images = [...document.querySelectorAll<HTMLImageElement>('[role="dialog"] img')];
        const kinds = await Promise.all(images.map(async ({ src }) => (await (await fetch(src)).blob()).type));
        return [...new Set(kinds)];
      });
    expect(await shown()).toEqual(['image/png']);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(shown).toEqual(['image/gif']);
    await saveAndWait(page);
    await expect(editor(page).current).toHaveAttribute('src', /\/\d+\.webp$/);
  });
});

test('forced colours show the tracks, the area outside the frame, and the current page', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page);
  const borders = await page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => getComputedStyle(link).borderLeftWidth));
  expect(borders).toEqual(['3px', '0px', '0px', '0px', '0px', '0px']);
  await choose(page, await plain('white.png', [255, 255, 255]));
  expect(await editor(page).frame.evaluate((frame) => getComputedStyle(frame).boxShadow)).toMatch(
    /rgba\(12, 13, 14, 0\.52\) 0px 0px 0px \d{4,}px$/,
  );
  const zoom = await editor(page).zoom.boundingBox();
  if (!zoom) throw new Error('The slider has no place.');
  const line = await page.screenshot({ clip: { x: zoom.x + zoom.width / 2, y: zoom.y, width: 1, height: zoom.height } });
  const sharp = (await import('sharp')).default;
  const { channels } = await sharp(line).stats();
  expect(Math.max(...channels.slice(0, 3).map(({ min, max }) => max - min))).toBeGreaterThan(60);
});

test('Undo after a removal is offered again after an edit that was cancelled', async ({ page, person }) => {
  expect(person.id).toBeGreaterThan(0);
  await page.setViewportSize({ width: 375, height: 812 });
  await open(page);
  await choose(page, await plain('green.png', [20, 140, 90]));
  await saveAndWait(page);
  await page.getByRole('button', { name: 'Remove' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeInViewport({ ratio: 1 });
  await choose(page, await plain('purple.png', [120, 40, 160]));
  const box = await editor(page).save.boundingBox();
  const hit = await page.evaluate(
    ([x = 0, y = 0]) => document.elementFromPoint(x, y)?.textContent,
    [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2],
  );
  expect(hit).toBe('Save');
  await editor(page).cancel.click();
  await undo.click();
  await expect(editor(page).announcement).toContainText('Your picture is back');
});
