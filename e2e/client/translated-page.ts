import { expect, type Page } from '@playwright/test';
import { expectNoViolations } from './axe';
import { cutTexts } from './cut-text';
import { expectNoSidewaysScroll } from './overflow';
import { shownTexts } from './shown-texts';

/** The narrowest window: texts of the longest language must not be cut in it. */
export const NARROW_PHONE = { width: 320, height: 640 };

/** Languages of browsers, and the ones that the pages have for them. */
export const BROWSER_LANGUAGES = [
  ['en-US', 'en'],
  ['de-AT', 'de'],
  ['fr-CA', 'fr'],
  ['es-MX', 'es'],
  ['ja', 'ja'],
  ['zh-CN', 'zh-Hans'],
  ['ar-EG', 'ar'],
] as const;

/** Texts of each page, by its name. */
export type PageTexts = ReadonlyMap<string, ReadonlySet<string>>;

/** Texts that are the same in English: in every language, and by language. */
export interface SharedTexts {
  everywhere: readonly RegExp[];
  cognates: Readonly<Record<string, readonly string[]>>;
}

/** Opens a page of the settings, with its folded parts unfolded: they have texts too. */
export async function openUnfolded(page: Page, name: string): Promise<void> {
  await page.goto(`/settings/${name}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.motion-safe\\:animate-shimmer')).toHaveCount(0);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** The texts of pages of the settings, by the page's name. */
export async function textsOfPages(page: Page, names: readonly string[]): Promise<PageTexts> {
  const texts = new Map<string, ReadonlySet<string>>();
  for (const name of names) {
    await openUnfolded(page, name);
    texts.set(name, new Set(await shownTexts(page)));
  }
  return texts;
}

/**
 * Opens a page of the settings in a {@link NARROW_PHONE}, and expects that it is in a language alone and whole: no text of the English page
 * but shared ones, no text cut, no sideways scroll.
 */
export async function expectTranslated(page: Page, name: string, language: string, english: PageTexts, shared: SharedTexts): Promise<void> {
  await openUnfolded(page, name);
  const where = `${name} in ${language}`;
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const heading = page.getByRole('heading', { level: 1 });
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
  await expect(heading.locator('xpath=ancestor::*[@lang][1]')).toHaveAttribute('lang', language);
  expect(await heading.evaluate((element) => getComputedStyle(element).direction)).toBe(direction);
  const left = (await shownTexts(page)).filter((text) => english.get(name)?.has(text));
  const untranslated = left.filter(
    (text) => !shared.everywhere.some((same) => same.test(text)) && !shared.cognates[language]?.includes(text),
  );
  if (language !== 'en') expect(untranslated, where).toEqual([]);
  expect(await cutTexts(page), where).toEqual([]);
  await expectNoSidewaysScroll(page, NARROW_PHONE, where);
  if (language === 'ar') await expectNoViolations(page, where);
}
