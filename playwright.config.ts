import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGS } from './scripts/chromium.mjs';

/** Whether Firefox runs, instead of Chromium, the tests that are tagged for it. */
const FIREFOX = Boolean(process.env.E2E_FIREFOX);

const chromium = { ...devices['Desktop Chrome'], launchOptions: { executablePath: process.env.CHROMIUM, args: CHROMIUM_ARGS } };
const firefox = {
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: {
    executablePath: fileURLToPath(new URL('e2e/server/firefox.mjs', import.meta.url)),
    // A busy machine must not stop a script of a page.
    firefoxUserPrefs: { 'dom.max_script_run_time': 0 },
  },
} as const;

export default defineConfig({
  testDir: 'e2e',
  testIgnore: [
    // `next start` of another build, with a store and a PostgreSQL server, which `.ci/run` starts.
    ...(process.env.E2E_FUNCTIONS ? [] : ['**/functions/**']),
    // These take two processes on one database, which the embedded one has no place for; `.ci/run` runs them.
    ...(process.env.E2E_DATABASE_URL ? [] : ['**/postgres/**']),
    // These take an S3 server, which `.ci/run` installs.
    ...(process.env.S3_TEST ? [] : ['**/s3/**']),
    // Two processes behind nginx, on a database server; `.ci/run` installs and starts what they need.
    ...(process.env.E2E_NGINX ? [] : ['**/deploy/**']),
    // Another Chromium draws letters a little otherwise; `npm run baselines -- --compare`, which `.ci/run` runs, compares versions first.
    ...(process.env.E2E_BASELINES ? [] : ['**/ui/baselines*']),
  ],
  // Tests of what only the server process does: connections, which a platform has instead, methods that Next.js does not know, and reads
  // from memory, without the database.
  grep: FIREFOX ? /@firefox/ : undefined,
  grepInvert: process.env.E2E_FUNCTIONS ? /@server/ : undefined,
  globalSetup: './e2e/server/first-start.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // One more than the cores of a small machine: many of the tests wait, for a server to start or for time to pass.
  workers: 3,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Far beyond what anything takes: a busy machine must not fail a test that waits for the right thing.
  timeout: 180_000,
  // One baseline for all platforms: those pages bring their fonts.
  expect: { timeout: 45_000, toHaveScreenshot: { pathTemplate: '{testDir}/ui/baselines/{arg}{ext}' } },
  reporter: [['list']],
  use: {
    ...(FIREFOX ? firefox : chromium),
    // Recording takes a fifth of the time. TRACE=1 npm run test:e2e -- e2e/ui records what failed.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
  },
});
