// The end-to-end tests that npm test runs: at least one for each thing that a person or a client does.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Their tag in Playwright. */
export const MAIN = '@main';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Counts the end-to-end tests of this machine.
 *
 * @param {string[]} options of Playwright, such as `--grep-invert`
 * @returns {{ main: number, all: number }}
 * @throws {Error} if Playwright cannot list them
 */
export function countTests(options) {
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'test', '--list', '--reporter=json', ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`Playwright could not list its tests: ${stderr || stdout}`);
  const tests = JSON.parse(stdout).suites.flatMap(testsOf);
  return { main: tests.filter(({ tags }) => tags.includes(MAIN.slice(1))).length, all: tests.length };
}

/** The tests of a suite and of those within it. */
function testsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(testsOf)];
}
