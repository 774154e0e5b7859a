// Largest contentful paint of the start page, and layout shifts of the pages, on a slow phone.
import { percentile, requirement } from './figures.mjs';
import { originOf, waitInPage } from './page-browser.mjs';

const ROUNDS = 5;

/** As Lighthouse and WebPageTest define slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

const CPU_SLOWDOWN = 4;

/** Time after the last request in which late parts may still shift the page, in milliseconds. */
const SETTLING_MS = 500;

const VIEWPORTS = [
  { width: 1280, height: 800 },
  { width: 375, height: 667 },
];

const SETTINGS = 'picture profile security addresses keys connections data people organization audit outbox health'.split(' ');

export async function measureLoading(browser, server, session) {
  const paints = [];
  const shifts = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { paint, shift } = await load(browser, { baseURL: originOf(server), viewport: VIEWPORTS[1] }, '/');
    paints.push(paint);
    shifts.push(shift);
  }
  shifts.push((await load(browser, { baseURL: originOf(server), viewport: VIEWPORTS[0] }, '/')).shift);
  const rows = [
    ['start page, largest contentful paint', ms(percentile(paints, 0.5)), ms(Math.max(...paints)), ROUNDS],
    shiftRow('start page', shifts),
  ];
  const requirements = [
    requirement('largest contentful paint of the start page, p50', percentile(paints, 0.5), { atMost: 1200 }, ' ms'),
    requirement('layout shift of the start page', Math.max(...shifts), { atMost: 0 }),
  ];
  for (const name of SETTINGS) {
    const found = [];
    for (const viewport of VIEWPORTS) {
      const options = { baseURL: originOf(server), viewport, storageState: session };
      found.push((await load(browser, options, `/settings/${name}`)).shift);
    }
    rows.push(shiftRow(name, found));
    requirements.push(requirement(`layout shift of the page ${name}`, Math.max(...found), { atMost: 0 }));
  }
  return { rows, requirements };
}

const ms = (value) => `${value.toFixed(0)} ms`;

const shiftRow = (name, values) => [
  `${name}, layout shift`,
  percentile(values, 0.5).toFixed(3),
  Math.max(...values).toFixed(3),
  values.length,
];

/** Loads a page with an empty cache. @returns the largest contentful paint in milliseconds, and the sum of the layout shifts */
async function load(browser, options, path) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.emulateNetworkConditions', SLOW_4G);
  await client.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.addInitScript(watchLoading);
  await page.goto(path, { waitUntil: 'load' });
  await waitInPage(page, () => document.querySelectorAll('[class*=animate-shimmer]').length === 0);
  await page.waitForTimeout(SETTLING_MS);
  const found = await page.evaluate(() => window.loading);
  await context.close();
  return found;
}

/** Runs in the page. */
function watchLoading() {
  window.loading = { paint: 0, shift: 0, sources: [] };
  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('largest-contentful-paint', ({ startTime }) => {
    window.loading.paint = startTime;
  });
  observe('layout-shift', ({ value, hadRecentInput, sources }) => {
    if (hadRecentInput) return;
    window.loading.shift += value;
    window.loading.sources.push(...sources.map(({ node }) => node?.outerHTML?.slice(0, 120)));
  });
}
