import type { JSHandle, Locator, Page } from '@playwright/test';
import type { TestFile } from '../pictures/files';

/** The ways to a picture besides a file. */
export const sources = (page: Page) => ({
  ways: page.getByRole('group', { name: 'Other ways to a picture' }),
  camera: page.getByRole('button', { name: 'Take a photo' }),
  web: page.getByRole('button', { name: 'From the web' }),
  drawings: page.getByRole('button', { name: 'Drawing or initials' }),
  dialog: page.getByRole('dialog'),
  address: page.getByLabel('Address of the picture'),
  fetch: page.getByRole('button', { name: 'Fetch picture' }),
  overlay: page.getByTestId('drop-overlay'),
});

/** The dragged or pasted data, as a `DataTransfer` of the page. */
export function transferOf(page: Page, { file, list, text }: { file?: TestFile; list?: string; text?: string }) {
  return page.evaluateHandle(
    ({ base64, name, type, list, text }) => {
      const transfer = new DataTransfer();
      if (base64 !== undefined) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name ?? '', { type }));
      }
      if (list !== undefined) transfer.setData('text/uri-list', list);
      if (text !== undefined) transfer.setData('text/plain', text);
      return transfer;
    },
    { base64: file?.buffer.toString('base64'), name: file?.name, type: file?.mimeType, list, text },
  );
}

/** Pastes data into a part of the page, or where no field has the focus. The constructor of Firefox ignores `clipboardData`. */
export async function paste(page: Page, data: JSHandle<DataTransfer>, target: Locator = page.locator('body')): Promise<void> {
  await target.evaluate((element, value) => {
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    element.dispatchEvent(Object.defineProperty(event, 'clipboardData', { value }));
  }, data);
}

/** Pastes text into the page, where no field has the focus. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await paste(page, await transferOf(page, { text }));
}

/** Where the newest picture of the person came from. */
export async function latestVia(page: Page): Promise<string | undefined> {
  const [newest] = await (await page.request.get('/api/me/avatars')).json();
  return newest?.via;
}
