import { writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { TestFile } from '../pictures/files';
import { isFirefox } from './browser';
import { transferOf } from './sources-page';

/** Every operation that a drag allows: copy, link and move. */
const ALL_OPERATIONS = 19;

/**
 * Drops a file from the desktop in the middle of a part of the page, as a hand does: an input takes it by itself. Before, it waits until the
 * page takes or refuses the file: a real browser window would open it in place of the page, which this protocol does not.
 *
 * WebDriver BiDi cannot drag files: in Firefox the page dispatches the events, by which no input takes a file.
 */
export async function dropFile(page: Page, file: TestFile, target: Locator): Promise<void> {
  if (isFirefox(page)) return dispatchDrop(page, file, target);
  const { name, buffer } = file;
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('Expected a part of the page in view.');
  const path = test.info().outputPath(name);
  await writeFile(path, buffer);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: ALL_OPERATIONS };
  const dispatch = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  await dispatch('dragEnter');
  // The listeners of a page are there soon after it is.
  await expect.poll(() => isHandled(page, () => dispatch('dragOver'))).toBe(true);
  await dispatch('drop');
  await session.detach();
}

async function dispatchDrop(page: Page, file: TestFile, target: Locator): Promise<void> {
  const dataTransfer = await transferOf(page, { file });
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
}

/** Whether the page takes or refuses what is dragged over it. */
async function isHandled(page: Page, drag: () => Promise<unknown>): Promise<boolean> {
  await page.evaluate(() => {
    Reflect.set(window, 'isHandled', false);
    const note = (event: DragEvent) => {
      const isInput = event.target instanceof HTMLInputElement && event.target.type === 'file' && !event.target.disabled;
      // After all listeners.
      setTimeout(() => Reflect.set(window, 'isHandled', event.defaultPrevented || isInput));
    };
    window.addEventListener('dragover', note, { once: true });
  });
  await drag();
  return page.evaluate(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(Reflect.get(window, 'isHandled') === true))));
}
