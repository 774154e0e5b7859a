// npm run screenshot: takes the pictures of the README from a running server.
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { savePictures } from '../e2e/client/baseline-people';
import { openAccount, signInCookie } from '../e2e/client/people';
import { openAdministrator } from '../e2e/server/administrator';
import { discard, type Server, startServer } from '../e2e/server/server';
import { paint } from '../prisma/paint';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

interface Shot {
  file: string;
  viewport: { width: number; height: number };
  colorScheme: 'light' | 'dark';
  /** Whether the editor is open. */
  isFraming: boolean;
}

const SHOTS: readonly Shot[] = [
  { file: 'screenshot.png', viewport: DESKTOP, colorScheme: 'light', isFraming: true },
  { file: 'screenshot-dark.png', viewport: DESKTOP, colorScheme: 'dark', isFraming: true },
  { file: 'screenshot-page.png', viewport: DESKTOP, colorScheme: 'light', isFraming: false },
  { file: 'screenshot-phone.png', viewport: PHONE, colorScheme: 'light', isFraming: true },
];

// The page names the server that it asks on demand.
const server = await startServer({ GRAVATAR_URL: 'https://www.gravatar.com' });
try {
  // Without an administrator the pages tell visitors so.
  await openAdministrator(server);
  const person = await openAccount(server.baseURL, 'Ada Lovelace');
  await savePictures(server.baseURL, person);
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  const cookie = await signInCookie(server.baseURL, person);
  for (const shot of SHOTS) await take(browser, server, cookie, shot);
  await browser.close();
} finally {
  await discard(server);
}

async function take(browser: Browser, { baseURL }: Server, cookie: string, { file, viewport, colorScheme, isFraming }: Shot) {
  const options: BrowserContextOptions = { baseURL, viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce', deviceScaleFactor: 1 };
  const context = await browser.newContext(options);
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: baseURL }]);
  const page = await context.newPage();
  await page.goto('/settings/picture', { waitUntil: 'load' });
  await page.getByTestId('kept-picture').first().waitFor();
  if (isFraming) await frame(page);
  await page.screenshot({ path: `docs/${file}`, animations: 'disabled' });
  await context.close();
  console.log(`Wrote docs/${file}`);
}

/** Chooses a photo, and moves it a little, so that the picture shows work and no focus ring. */
async function frame(page: Page): Promise<void> {
  await page.getByLabel('Picture file').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await paint(205, 'hills') });
  const frame = page.getByTestId('cropper');
  await frame.waitFor();
  await page.getByLabel('Zoom', { exact: true }).fill('1.35');
  await page.getByLabel('Straighten').fill('-4');
  await page.getByRole('heading', { name: 'Frame your picture' }).click();
}
