// Time from a picked file to a crop that can be dragged: its picture is on the screen, and the page has time for a gesture.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, requirement } from './figures.mjs';
import { openPicturePage } from './page-browser.mjs';
import { recordFrames, shownSince } from './page-frames.mjs';
import { makePhoto } from './photo.mjs';
import { LARGE, readHeic } from './pictures.mjs';

const WARM_UP_ROUNDS = 2;

export async function measurePicking(browser, server, session) {
  const cases = [
    { name: '12 MP JPEG', file: 'photo.jpg', bytes: await makePhoto(), rounds: 15, atMost: 250 },
    { name: '48 MP JPEG', file: 'large.jpg', bytes: await makePhoto(LARGE), rounds: 7, atMost: 600 },
    // The server decodes it, because Chromium does not.
    { name: '12 MP HEIC', file: 'photo.heic', bytes: await readHeic(), rounds: 5, atMost: 1500 },
  ];
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-page-'));
  const { page, close } = await openPicturePage(browser, server, session);
  try {
    await page.evaluate(watchPicking);
    const client = await page.context().newCDPSession(page);
    const [rows, requirements] = [[], []];
    for (const { name, file, bytes, rounds, atMost } of cases) {
      const path = join(folder, file);
      writeFileSync(path, bytes);
      const times = [];
      for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
        const time = await pick(page, client, path);
        if (round >= 0) times.push(time);
      }
      const [p50, worst] = [percentile(times, 0.5), Math.max(...times)];
      rows.push([`${name} to a crop to drag`, `${p50.toFixed(0)} ms`, `${worst.toFixed(0)} ms`, rounds]);
      requirements.push(requirement(`from picking a ${name} to a crop to drag, p50`, p50, { atMost }, ' ms'));
    }
    return { rows, requirements };
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
}

/** Picks the file, drags the crop to prove that it can be, and closes the editor. @returns the time in milliseconds */
async function pick(page, client, path) {
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.evaluate(() => window.picking.appeared);
  const frames = await recordFrames(page, client);
  const picking = await page.evaluate(() => window.picking.times);
  const picture = page.getByTestId('framed-picture');
  const before = await picture.getAttribute('style');
  const frame = await page.getByTestId('cropper').boundingBox();
  const time = Math.max(picking.isReady, await shownSince(frames, frame)) - picking.start;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 30, { steps: 3 });
  await page.mouse.up();
  if ((await picture.getAttribute('style')) === before) throw new Error('The crop did not move.');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return time;
}

/**
 * Runs in the page. Sets `window.picking` at each change of the file input: `appeared` resolves when the crop is there, `times` to the times
 * of that change, and of the first moment after the crop is there in which the main thread is free, in milliseconds since 1970. It decodes
 * nothing, which would be work of its own.
 */
function watchPicking() {
  const isThere = () => document.querySelector('[data-testid=framed-picture]');
  const appearance = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  const now = () => performance.timeOrigin + performance.now();
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const measure = async (start, appeared) => {
    await appeared;
    await nextFrame();
    return { start, isReady: now() };
  };
  document.addEventListener(
    'change',
    ({ target }) => {
      if (target.type !== 'file') return;
      const start = now();
      const appeared = appearance();
      window.picking = { appeared, times: measure(start, appeared) };
    },
    { capture: true },
  );
}
