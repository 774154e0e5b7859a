import type { Browser, Page } from '@playwright/test';
import { expect } from '../server/fixtures';
import { makeSteady, serveFonts } from './steady';
import { type Twins, twinsOf } from './twins';

const WINDOWS = [
  { width: 1280, height: 900 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
];

/** Letters without the settings of the machine for its screen. */
export const SAME_LETTERS = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

const THEMES = ['light', 'dark'] as const;

/** Differences that another Chromium of Debian may make: the edges of letters. */
const TOLERANCE = { maxDiffPixelRatio: 0.003 };

/** Opens a page in English and in Arabic. */
export async function openTwins(browser: Browser, baseURL: string): Promise<Twins> {
  const open = async (locale: string): Promise<Page> => {
    const context = await browser.newContext({ baseURL, locale, timezoneId: 'UTC', reducedMotion: 'reduce' });
    await serveFonts(context);
    return context.newPage();
  };
  return twinsOf(await open('en-GB'), await open('ar-EG'));
}

export async function closeTwins({ both }: Twins): Promise<void> {
  await both((page) => page.context().close());
}

/** Opens an address on both pages, and waits until they react. */
export async function visit({ both }: Twins, path: string): Promise<void> {
  await both(async (page) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.poll(() => page.evaluate(isHydrated)).toBe(true);
  });
}

/** Runs in the page. Pages without a control that reacts are not hydrated. */
function isHydrated(): boolean {
  const controls = [...document.querySelectorAll('main button, main form, main input')];
  return controls.length === 0 || controls.some((control) => Object.keys(control).some((key) => key.startsWith('__reactProps')));
}

/** Compares a view with its pictures: in English in each window and theme, and in Arabic, light, in the widest and the narrowest window. */
export async function expectBaselines({ english, arabic }: Twins, name: string): Promise<void> {
  for (const window of WINDOWS) {
    await english.setViewportSize(window);
    for (const colorScheme of THEMES) {
      await english.emulateMedia({ colorScheme });
      await shoot(english, `${name}-${window.width}-${colorScheme}.png`);
    }
  }
  for (const window of [WINDOWS[0], WINDOWS[2]]) {
    if (!window) continue;
    await arabic.setViewportSize(window);
    await shoot(arabic, `${name}-${window.width}-arabic.png`);
  }
}

async function shoot(page: Page, file: string): Promise<void> {
  await makeSteady(page);
  await expect.soft(page).toHaveScreenshot(file, TOLERANCE);
}
