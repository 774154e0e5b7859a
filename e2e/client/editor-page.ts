import type { Locator, Page } from '@playwright/test';
import type { TestFile } from '../pictures/files';
import { expect } from '../server/fixtures';

/** Parts of the picture page. */
export const editor = (page: Page) => ({
  file: page.locator('#picture-file'),
  frame: page.getByTestId('cropper'),
  shapes: page.getByRole('group', { name: 'Shape of the frame' }),
  save: page.getByRole('button', { name: 'Save', exact: true }),
  cancel: page.getByRole('button', { name: 'Cancel' }),
  again: page.getByRole('button', { name: 'Try again' }),
  zoom: page.getByLabel('Zoom', { exact: true }),
  straighten: page.getByLabel('Straighten'),
  announcement: page.getByTestId('announcement'),
  progress: page.getByTestId('progress-announcement'),
  header: page.getByTestId('header-avatar'),
  current: page.getByTestId('current-avatar'),
  description: page.getByRole('textbox', { name: 'Description' }),
  background: page.getByLabel('Background colour'),
  /** On the page, or in the dialog that hides the page from screen readers. */
  alert: page.getByRole('main').getByRole('alert').or(page.getByRole('dialog').getByRole('alert')),
  dialog: page.getByRole('dialog', { name: 'Frame your picture' }),
  discard: page.getByRole('button', { name: 'Discard', exact: true }),
  keep: page.getByRole('button', { name: 'Keep editing' }),
});

export async function open(page: Page): Promise<void> {
  await page.goto('/settings/picture');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your picture');
  await awake(page);
}

/** Waits until React has hydrated the page: before that, chosen files have no effect. */
export const awake = (page: Page): Promise<void> => hydrated(editor(page).file);

/** Waits until React has hydrated a control. */
export async function hydrated(control: Locator): Promise<void> {
  const listens = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps'));
  await expect.poll(() => control.evaluate(listens)).toBe(true);
}

/** Chooses a file and waits until the crop frame shows it: the frame of an earlier one stays, and takes edits, until then. */
export async function choose(page: Page, file: TestFile): Promise<void> {
  const { frame } = editor(page);
  const [earlier] = await frame.elementHandles();
  await editor(page).file.setInputFiles(file);
  // Each picture has a frame of its own.
  await earlier?.waitForElementState('hidden');
  await expect(frame).toBeVisible();
}

export async function saveAndWait(page: Page): Promise<void> {
  await editor(page).save.click();
  await expect(editor(page).announcement).toContainText('Picture saved');
}

/** A screenshot of what is in the frame: the square that would be saved. */
export async function framed(page: Page): Promise<Buffer> {
  await page.getByLabel('Square', { exact: true }).check({ force: true });
  // The grid fades after the last change.
  await expect(page.locator('.editor-grid-shown')).toHaveCount(0);
  return editor(page).frame.screenshot();
}

/** The file of an image of the page. After a save the header shows pixels of the page until it has the file. */
export async function served(page: Page, testId: 'header-avatar' | 'current-avatar'): Promise<Buffer> {
  const image = page.getByTestId(testId);
  // The browser keeps showing the last file until it has the next one.
  const isFile = ({ complete, naturalWidth, currentSrc, parentElement }: HTMLImageElement) =>
    complete && naturalWidth > 0 && currentSrc.startsWith('http') && parentElement?.outerHTML.includes(new URL(currentSrc).pathname);
  await expect.poll(() => image.evaluate(isFile)).toBe(true);
  const response = await page.request.get(await image.evaluate((element: HTMLImageElement) => element.currentSrc));
  expect(response.status()).toBe(200);
  return response.body();
}

/** The avatar resource of the signed-in person. */
export async function resource(page: Page): Promise<{
  key: string;
  source: string;
  alt: string;
  crop: { x: number; y: number; width: number; height: number; rotate: number } | null;
  versions: Record<string, { url: string }>;
}> {
  return (await page.request.get('/api/me/avatar')).json();
}

/** A link of the navigation of the settings pages. */
export const settingsTab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name });
