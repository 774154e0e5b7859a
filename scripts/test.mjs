// npm test: installs if needed, then runs checks, unit tests, build, budgets of scripts and end-to-end tests, cheapest first.
import { rmSync } from 'node:fs';
import { ensureBuild, ensureDependencies, requireNode, run, runBin } from './prepare.mjs';

const STEPS = {
  check() {
    // Types that a development server left may name removed routes and miss new ones.
    rmSync('.next/dev/types', { recursive: true, force: true });
    runBin('next', ['typegen']);
    // Not incremental: generated types come and go, and the incremental cache can be stale.
    runBin('typescript', ['--noEmit', '--incremental', 'false']);
    runBin('@biomejs/biome', ['check', '--error-on-warnings', '.']);
  },
  /** A part of `unit` that takes seconds, or all tests in process of the paths. `--watch` goes on running what each change affects. */
  fast() {
    const isWatching = rest.includes('--watch');
    const env = rest.some((arg) => arg !== '--watch') ? {} : { WITHOUT_LONG_TESTS: '1' };
    runBin('vitest', [isWatching ? 'watch' : 'run', '--project', 'fast', ...rest], env);
  },
  unit() {
    runBin('vitest', ['run', ...rest]);
  },
  /** The scripts that pages load, of the build that end-to-end tests use as well. */
  budget() {
    run(process.execPath, ['scripts/script-budget.mjs', ...rest]);
  },
  async e2e() {
    ensureBuild();
    const { ensureChromium } = await import('./chromium.mjs');
    const { hasCurl } = await import('./curl.mjs');
    const withoutCurl = hasCurl() ? [] : ['--grep-invert', '@curl'];
    // curl talks to this machine only.
    runBin('@playwright/test', ['test', ...withoutCurl, ...rest], { CHROMIUM: await ensureChromium(), NO_PROXY: '*', no_proxy: '*' });
  },
};

const EVERYTHING = ['check', 'unit', 'budget', 'e2e'];

const [only, ...rest] = process.argv.slice(2);
if (only && !(only in STEPS)) {
  console.error(`Expected one of ${Object.keys(STEPS).join(', ')}, or nothing for all of them; got ${only}.`);
  process.exit(1);
}
requireNode();
ensureDependencies();
for (const name of only ? [only] : EVERYTHING) await STEPS[name]();
