// A browser beside the server under test, and a person who is signed in.
import { spawnSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/chromium.mjs';
import { root, serverEnv } from './server.mjs';

const PASSWORD = 'correct horse battery';

/** Runs `use` with a browser, and closes it. */
export async function withBrowser(use) {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** Opens the account of an administrator, who sees all pages. @returns the e-mail address */
export function createAdministrator({ base, dataDir }) {
  const email = 'administrator@example.org';
  const args = ['scripts/admin.ts', 'create', '--email', email, '--name', 'Ada Lovelace', '--role', 'admin', '--password-stdin'];
  const env = serverEnv({ port: new URL(base).port, dataDir });
  const options = { cwd: root, env, input: `${PASSWORD}\n`, encoding: 'utf8' };
  const { status, stderr } = spawnSync(process.execPath, ['scripts/ts.mjs', ...args], options);
  if (status !== 0) throw new Error(`npm run admin -- create failed: ${stderr}`);
  return email;
}

/** The address of pages: cookies belong to this host name, which the server also redirects to. */
export const originOf = ({ base }) => `http://localhost:${new URL(base).port}`;

/** Signs in by the form. @returns the state of the browser, for further contexts */
export async function signIn(browser, server, email) {
  const context = await browser.newContext({ baseURL: originOf(server) });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL('**/settings/picture');
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Waits until `isTrue`, which runs in the page, returns true. The page forbids the evaluation that Playwright's own wait needs. */
export async function waitInPage(page, isTrue) {
  while (!(await page.evaluate(isTrue))) await page.waitForTimeout(50);
}

/** Opens the picture page and waits until it reacts. */
export async function openPicturePage(browser, server, session) {
  const context = await browser.newContext({ baseURL: originOf(server), storageState: session, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto('/settings/picture');
  await waitInPage(page, () => Object.keys(document.querySelector('input[type=file]')).some((key) => key.startsWith('__reactProps')));
  return { page, close: () => context.close() };
}
