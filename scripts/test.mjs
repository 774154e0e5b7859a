// npm test: installs if needed, then runs checks, unit tests, build, budgets of scripts and the main end-to-end tests, cheapest first.
// npm run test:all, or THOROUGH=1 npm test: the same with all end-to-end tests, all unit tests and all generated inputs.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { THOROUGH_TESTS } from '../testing/long-tests.mjs';
import { runAtOnce } from './at-once.mjs';
import { binPath, ensureBuild, ensureDependencies, requireNode, run, runBin } from './prepare.mjs';

/** The tag of the end-to-end tests that `npm test` runs: at least one for each thing that a person or a client does. */
const MAIN = '@main';

const STEPS = {
  async check() {
    // Types that a development server left may name removed routes and miss new ones.
    rmSync('.next/dev/types', { recursive: true, force: true });
    runBin('next', ['typegen']);
    // Not incremental: generated types come and go, and the incremental cache can be stale.
    // Checkers work in parallel and each checks what it needs of all files: more than there are cores only repeat each other's work.
    const checkers = String(Math.min(4, availableParallelism()));
    await atOnce([
      { args: [binPath('typescript'), '--noEmit', '--incremental', 'false', '--checkers', checkers] },
      { args: [binPath('@biomejs/biome'), 'check', '--error-on-warnings', '.'] },
    ]);
  },
  /** A part of `unit` that takes seconds, or all tests in process of the paths. `--watch` runs all, then what each change affects. */
  fast() {
    const env = rest.length > 0 ? {} : { WITHOUT_LONG_TESTS: '1' };
    runBin('vitest', [rest.includes('--watch') ? 'watch' : 'run', '--project', 'fast', ...rest], env);
  },
  unit: () => atOnce([unit()]),
  budget: () => atOnce([budget()]),
  /** The same as `npm test` in a shell that sets THOROUGH. */
  all() {
    run(process.execPath, ['scripts/test.mjs'], { THOROUGH: '1' });
  },
  /** All tests of the paths, or all tests. */
  async e2e() {
    await endToEnd([...(await withoutCurl()), ...rest]);
  },
};

/** All tests of the paths; without paths, those that only a thorough run has are left out. */
function unit() {
  const env = rest.length > 0 || process.env.THOROUGH ? {} : { WITHOUT_THOROUGH_TESTS: '1' };
  return { args: [binPath('vitest'), 'run', ...rest], env };
}

/** The scripts that pages load, of the build that end-to-end tests use as well. */
function budget() {
  return { args: ['scripts/script-budget.mjs', ...rest] };
}

async function atOnce(scripts) {
  const status = await runAtOnce(scripts);
  if (status !== 0) process.exit(status);
}

async function endToEnd(args) {
  ensureBuild();
  const { ensureChromium } = await import('./chromium.mjs');
  // curl talks to this machine only.
  runBin('@playwright/test', ['test', ...args], { CHROMIUM: await ensureChromium(), NO_PROXY: '*', no_proxy: '*' });
}

/** Leaves out the tests that take a curl where there is none. */
async function withoutCurl() {
  const { hasCurl } = await import('./curl.mjs');
  return hasCurl() ? [] : ['--grep-invert', '@curl'];
}

/** Everything that `npm test` runs. The end-to-end tests that only a thorough run takes are named at the end. */
async function everything() {
  await STEPS.check();
  // The build leaves a core idle for most of its time.
  await atOnce([unit(), budget()]);
  const options = await withoutCurl();
  if (process.env.THOROUGH) return endToEnd(options);
  await endToEnd([...options, '--grep', MAIN]);
  // Playwright has just said how many it ran. How many there are, it says after loading all specs: seconds for a number.
  const { length: files } = Object.keys(THOROUGH_TESTS);
  console.log(`Ran the main end-to-end tests only, and left out ${files} files of unit tests. npm run test:all runs all.`);
}

const [only, ...rest] = process.argv.slice(2);
if (only && !(only in STEPS)) {
  console.error(`Expected one of ${Object.keys(STEPS).join(', ')}, or nothing for checks and the main tests; got ${only}.`);
  process.exit(1);
}
requireNode();
ensureDependencies();
if (only) await STEPS[only]();
else await everything();
