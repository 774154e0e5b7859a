// The published API samples use curl, and tests with the tag @curl run them.
import { spawnSync } from 'node:child_process';

/** Whether curl is here. With `REQUIRE_CURL`, which `.ci/run` sets, its absence is an error. */
export function hasCurl() {
  if (spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0) return true;
  if (process.env.REQUIRE_CURL) throw new Error('Expected curl for the tests of API samples. Install it.');
  console.log('No curl here: the API samples that use it are left out.');
  return false;
}
