import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { isFirefox } from './browser';

declare global {
  interface Window {
    /** Defined once `axe.source` has run in the page. */
    axe: typeof axe;
  }
}

/** Disables colour transitions, so that tests see final colours. */
export const STILL = { contextOptions: { reducedMotion: 'reduce' } } as const;

/** Rules about colours. All other rules give the same result in light and dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Expects the page to pass the accessibility rules of axe in light and dark colours. In Firefox it checks nothing: content processes of
 * ESR 153 crash when the page changes after axe has run, and the markup is that of Chromium.
 */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  if (isFirefox(page)) return;
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await violations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, { runOnly: OF_COLOURS });
  expect({ where, light, dark }).toEqual({ where, light: [], dark: [] });
}

/** The same with forced colours, which the browser chooses: they are none of axe's business. */
export async function expectNoViolationsInForcedColours(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'light' });
  const forced = await violations(page, { rules: Object.fromEntries(OF_COLOURS.map((rule) => [rule, { enabled: false }])) });
  expect({ where, forced }).toEqual({ where, forced: [] });
  await page.emulateMedia({ forcedColors: 'none' });
}

/** Runs axe in the page. `@axe-core/playwright` would open a second page each time, for frames, which our pages do not have. */
async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate((chosen) => window.axe.run(document, { ...chosen, resultTypes: ['violations'] }), options);
  return found.violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
