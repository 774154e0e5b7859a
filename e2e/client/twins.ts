import type { Locator, Page } from '@playwright/test';
import type { TestFile } from '../pictures/files';

/** Interactive elements in document order, which is the same in each language. */
const CONTROLS = 'button, a, summary, input, select, textarea';

/** The same page in English and in Arabic, in the same state. Controls are found by their English names. */
export interface Twins {
  english: Page;
  arabic: Page;
  both: <T>(use: (page: Page) => Promise<T>) => Promise<T[]>;
  press: (find: (english: Page) => Locator) => Promise<void>;
  fill: (find: (english: Page) => Locator, text: string) => Promise<void>;
  choose: (file: TestFile) => Promise<void>;
}

export function twinsOf(english: Page, arabic: Page): Twins {
  const both: Twins['both'] = async (use) => [await use(english), await use(arabic)];
  /** Uses the control on both pages. */
  async function onBoth(find: (english: Page) => Locator, use: (control: Locator) => Promise<void>): Promise<void> {
    const place = await find(english).evaluate((control, all) => [...document.querySelectorAll(all)].indexOf(control), CONTROLS);
    if (place < 0) throw new Error(`Expected one of ${CONTROLS}.`);
    await both((page) => use(page.locator(CONTROLS).nth(place)));
  }
  return {
    english,
    arabic,
    both,
    press: (find) => onBoth(find, (control) => control.click()),
    fill: (find, text) => onBoth(find, (control) => control.fill(text)),
    async choose(file) {
      await both((page) => page.locator('#picture-file').setInputFiles(file));
    },
  };
}
