import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '../server/fixtures';

/** Folder of the address of the fonts, which no server has. */
const FONTS = '/fonts-of-baselines/';

/**
 * Figtree once more, since pages show it only if it comes before their first paint; and for what it lacks, such as Arabic, and for code:
 * neither the fonts of the machine nor its speed may matter.
 */
const FACES = [
  { family: 'Figtree', weight: '300 900', file: 'figtree-latin-wght-normal.woff2' },
  { family: 'Fallback', weight: '100 500', file: 'DejaVuSans.ttf' },
  { family: 'Fallback', weight: '600 900', file: 'DejaVuSans-Bold.ttf' },
  { family: 'Fallback Mono', weight: '100 900', file: 'DejaVuSansMono.ttf' },
];

/** Serves the fonts to all pages of a context. */
export async function serveFonts(context: BrowserContext): Promise<void> {
  await context.route(`**${FONTS}*`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(FONTS.length);
    const folder = name.startsWith('figtree') ? 'node_modules/@fontsource-variable/figtree/files' : 'node_modules/dejavu-fonts-ttf/ttf';
    return route.fulfill({ path: join(folder, name), contentType: 'font/ttf' });
  });
}

/** Waits until the page has all that it loads, and replaces what differs between two runs: ports, dates, random names, versions. */
export async function makeSteady(page: Page): Promise<void> {
  await expect(page.locator('[class*=animate-shimmer]')).toHaveCount(0);
  await page.evaluate(useSameFonts, { folder: FONTS, faces: FACES });
  await page.evaluate(replaceChangingTexts);
  await page.evaluate(async () => {
    const images = [...document.images].filter((image) => image.checkVisibility());
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
  });
}

/** Runs in the page. */
async function useSameFonts({ folder, faces }: { folder: string; faces: typeof FACES }): Promise<void> {
  const { style } = document.documentElement;
  if (!style.getPropertyValue('--font-mono').includes('Fallback')) {
    const loading = faces.map(({ family, weight, file }) => new FontFace(family, `url(${folder}${file})`, { weight }).load());
    for (const face of await Promise.all(loading)) document.fonts.add(face);
    style.setProperty('--font-latin', 'Figtree, Fallback');
    style.setProperty('--font-mono', '"Fallback Mono"');
  }
  await document.fonts.ready;
}

/** Runs in the page. */
function replaceChangingTexts(): void {
  const DATE = new Date('2026-11-29T12:30:00Z');
  const replacements: [RegExp, string][] = [
    [/localhost:\d+/g, 'localhost:3000'],
    [/(?:::ffff:)?127\.0\.0\.1(?!:)|::1\b/g, '192.0.2.7'],
    [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'someone'],
    [/\b[0-9a-f]{32,64}\b|(?<![\w-])[\w-]{22,43}(?![\w.@-])/g, '0123456789abcdefghijkl'],
    [/\/u\/\d+\//g, '/u/1/'],
    [/…[A-Za-z0-9]{4}\b/g, '…a1b2'],
    [/^\d+\.\d+\.\d+$/, '1.0.0'],
    [/\b\d{1,2} [A-Z][a-z]{2,3} \d{4}(?:, \d\d:\d\d)?/g, '29 Nov 2026'],
  ];
  const steady = (text: string) => replacements.reduce((all, [pattern, words]) => all.replace(pattern, words), text);
  for (const time of document.querySelectorAll('time')) {
    const text = time.textContent ?? '';
    const locale = /[\u0600-\u06ff]/.test(text) ? 'ar-EG' : 'en-GB';
    const timeStyle = /[:٫]/.test(text) ? ('short' as const) : undefined;
    time.textContent = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle, timeZone: 'UTC' }).format(DATE);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.nodeValue ?? '';
    if (node.parentElement?.closest('script, style, time') || steady(text) === text) continue;
    node.nodeValue = steady(text);
  }
  for (const field of document.querySelectorAll<HTMLInputElement>(
    'input:not([type]), input[type=text], input[readonly], textarea[readonly]',
  ))
    if (steady(field.value) !== field.value) field.value = steady(field.value);
}
