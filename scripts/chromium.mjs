// Finds a Chromium for the end-to-end tests, or installs one.
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

/** Chromium without background connections to Google, and without a sandbox for root, where it would refuse to start. */
export const CHROMIUM_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Returns the path of a Chromium: the one in `CHROMIUM`, an installed one, Playwright's own (downloaded if missing), or Debian's package if
 * this process is root.
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

/** Whether the browser starts: a download may lack libraries, and some systems have a stub in its place. */
function works(path) {
  return Boolean(path) && existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}
