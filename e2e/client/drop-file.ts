import { writeFile } from 'node:fs/promises';
import { type Locator, type Page, test } from '@playwright/test';
import type { TestFile } from '../pictures/files';

/** Every operation that a drag allows: copy, link and move. */
const ALL_OPERATIONS = 19;

/**
 * Drops a file from the desktop in the middle of a part of the page, as a hand does: an input takes it by itself. Chromium only.
 * @returns whether the browser keeps the page: something takes the file, or refuses it. A window, unlike this, opens others in its place.
 */
export async function dropFile(page: Page, { name, buffer }: TestFile, target: Locator): Promise<boolean> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('Expected a part of the page in view.');
  const path = test.info().outputPath(name);
  await writeFile(path, buffer);
  await page.evaluate(() => {
    const note = (event: DragEvent) => {
      const isInput = event.target instanceof HTMLInputElement && event.target.type === 'file' && !event.target.disabled;
      // After all listeners.
      setTimeout(() => Reflect.set(window, 'keepsPage', event.defaultPrevented || isInput));
    };
    window.addEventListener('dragover', note, { once: true });
  });
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: ALL_OPERATIONS };
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...point, data });
  await session.detach();
  return page.evaluate(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(Reflect.get(window, 'keepsPage') === true))));
}
