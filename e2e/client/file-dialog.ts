import type { FileChooser, Page } from '@playwright/test';

/**
 * Opens the file dialog of a page. Playwright asks the browser to intercept dialogs when the wait begins, but does not wait for its answer;
 * a dialog that opens before it is lost. The `evaluate` behind the request returns after it.
 *
 * @param open the action that opens the dialog
 */
export async function openFileDialog(page: Page, open: () => Promise<void>): Promise<FileChooser> {
  const dialog = page.waitForEvent('filechooser');
  await page.evaluate(() => document.readyState);
  await open();
  return dialog;
}
