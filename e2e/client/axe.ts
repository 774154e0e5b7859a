import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    /** Defined once `axe.source` has run in the page. */
    axe: typeof axe;
  }
}

/** For tests that look: colours do not change little by little, so that none is seen half-way. */
export const STILL = { contextOptions: { reducedMotion: 'reduce' } } as const;

/** What depends on the colours; everything else is the same in light and dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** That what the page shows can be used by everybody, by axe's rules, in light colours and in dark ones. */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await violations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, { runOnly: OF_COLOURS });
  expect({ where, light, dark }).toEqual({ where, light: [], dark: [] });
}

/** In the page itself: there are no frames in it, for which `@axe-core/playwright` would open a second page each time. */
async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate((chosen) => window.axe.run(document, { ...chosen, resultTypes: ['violations'] }), options);
  return found.violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
