import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import { picture, quartersOf } from '../pictures/quarters';
import { expect } from '../server/fixtures';
import { makeSteady, serveFonts } from './steady';
import { type Twins, twinsOf } from './twins';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 375, height: 812 };
const WINDOWS = [WIDE, { width: 768, height: 1024 }, NARROW];

/** Letters without the settings of the machine for its screen. */
export const SAME_LETTERS = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

const THEMES = ['light', 'dark'] as const;

/** Differences that another Chromium of Debian may make: the edges of letters. */
const TOLERANCE = { maxDiffPixelRatio: 0.003 };

interface Signed {
  /** Of the two pages, each with a session of its own; absent for visitors. */
  cookies?: readonly [string, string];
  /** Whether pictures are generated ones, which differ for each account: all of them become one picture. */
  isGenerated?: boolean;
}

/** Opens a page in English and in Arabic. */
export async function openTwins(browser: Browser, baseURL: string, { cookies, isGenerated = false }: Signed = {}): Promise<Twins> {
  const open = async (locale: string, cookie: string | undefined): Promise<Page> => {
    const context = await browser.newContext({ baseURL, locale, timezoneId: 'UTC', reducedMotion: 'reduce', permissions: ['camera'] });
    const [name = '', value = ''] = cookie?.split('=') ?? [];
    if (cookie) await context.addCookies([{ name, value, url: baseURL }]);
    await serveFonts(context);
    await context.route('**/api/me/drawings/*', sendSameDrawing);
    if (isGenerated) await sendOnePicture(context, baseURL);
    return context.newPage();
  };
  return twinsOf(await open('en-GB', cookies?.[0]), await open('ar-EG', cookies?.[1]));
}

/** Drawings are made of random letters. */
async function sendSameDrawing(route: Route): Promise<void> {
  const url = new URL(route.request().url());
  url.searchParams.set('seed', '1');
  await route.continue({ url: url.href });
}

/** Not in place of the fonts, which Next.js serves from a folder that is called media as well. */
async function sendOnePicture(context: BrowserContext, baseURL: string): Promise<void> {
  const body = Buffer.from(await picture(quartersOf(1)));
  for (const path of ['/media/**', '/u/*/avatar*']) {
    await context.route(baseURL + path, (route) => route.fulfill({ body, contentType: 'image/png' }));
  }
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

/** In English in each window and theme, and in Arabic, light, in the widest and the narrowest window. */
const SHOTS = [
  ...WINDOWS.flatMap((window) => THEMES.map((theme) => ({ window, theme, isArabic: false }))),
  ...[WIDE, NARROW].map((window) => ({ window, theme: 'light' as const, isArabic: true })),
];

/** Of the states of a view of which there are all: each window, theme and language once. */
const FEW_SHOTS = [
  { window: WIDE, theme: 'light', isArabic: false },
  { window: NARROW, theme: 'dark', isArabic: false },
  { window: NARROW, theme: 'light', isArabic: true },
] as const;

export interface Compared {
  /** In the names of the pictures. */
  name: string;
  /** Whether the pictures have all of a page that is higher than the window. */
  isWhole?: boolean;
  /** Whether it is a state of a view of which there are all pictures: a few are enough. */
  isState?: boolean;
}

/** Compares a view with its pictures. */
export async function expectBaselines({ english, arabic }: Twins, { name, isWhole = false, isState = false }: Compared): Promise<void> {
  for (const { window, theme, isArabic } of isState ? FEW_SHOTS : SHOTS) {
    const page = isArabic ? arabic : english;
    await page.emulateMedia({ colorScheme: theme });
    await resize(page, window, isWhole);
    await makeSteady(page);
    await expect.soft(page).toHaveScreenshot(`${name}-${window.width}-${isArabic ? 'arabic' : theme}.png`, TOLERANCE);
  }
}

/** Makes the window as high as the page: its body scrolls, so that a screenshot has only what is in the window. */
async function resize(page: Page, window: { width: number; height: number }, isWhole: boolean): Promise<void> {
  await page.setViewportSize(window);
  if (!isWhole) return;
  await makeSteady(page);
  const height = await page.evaluate(() => document.body.scrollHeight);
  await page.setViewportSize({ width: window.width, height: Math.max(window.height, height) });
}
