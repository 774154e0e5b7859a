// Finds a Chromium for the end-to-end tests, or gets one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installDebianPackage } from './debian.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium without the connections that it opens to its maker by itself; without a sandbox where root runs it, since it refuses that. */
export const CHROMIUM_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Path of a Chromium: one that `CHROMIUM` names, one that is on the machine, Playwright's own, downloaded if need be, or Debian's
 * package when we may install it.
 */
export async function ensureChromium() {
  const found = [process.env.CHROMIUM, ...PLACES].find(works);
  if (found) return found;
  const { chromium } = await import('@playwright/test');
  if (works(chromium.executablePath())) return chromium.executablePath();
  console.log('No Chromium here; downloading Playwright’s.');
  const cli = ['node_modules/@playwright/test/cli.js', 'install', 'chromium'];
  spawnSync(process.execPath, cli, { stdio: 'inherit' });
  if (works(chromium.executablePath())) return chromium.executablePath();
  installDebianPackage('chromium');
  if (works(PLACES[0])) return PLACES[0];
  throw new Error('The end-to-end tests need a Chromium. Install one, or set CHROMIUM to the path of one.');
}

/** Whether there is a browser that starts: a download may lack libraries, and some systems have a stub in its place. */
function works(path) {
  return Boolean(path) && existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}
