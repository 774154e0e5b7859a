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

/** Features that Playwright 1.65 disables for all its browsers: of two `--disable-features`, Chromium obeys the last. */
const DISABLED_BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/** Two pages for the suggestions of the address bar, loaded with each context: a third of the CPU time of the browser. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/**
 * Chromium without background connections to Google and without pages of its own, and without a sandbox for root, where it would refuse to
 * start.
 */
export const CHROMIUM_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...DISABLED_BY_PLAYWRIGHT, ...ADDRESS_BAR].join()}`,
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
