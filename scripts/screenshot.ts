// npm run screenshot: takes the screenshot of the README from a running server.
import { chromium } from '@playwright/test';
import { openAccount, signInCookie } from '../e2e/client/people';
import { discard, startServer } from '../e2e/server/server';
import { paint } from '../prisma/paint';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';

const server = await startServer();
const person = await openAccount(server.baseURL);
const [name = '', value = ''] = (await signInCookie(server.baseURL, person)).split('=');
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, colorScheme: 'light' });
await context.addCookies([{ name, value, url: server.baseURL }]);
const page = await context.newPage();
await page.goto(`${server.baseURL}/settings/picture`);
await page.locator('input[type=file]').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await paint(205, 'hills') });
await page.getByTestId('preview-24-light').waitFor();
await page.screenshot({ path: 'docs/screenshot.png' });
await browser.close();
await discard(server);
console.log('Wrote docs/screenshot.png');
