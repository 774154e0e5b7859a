// The published API samples use curl, and the tests run them.
import { spawnSync } from 'node:child_process';
import { installDebianPackage } from './debian.mjs';

export function ensureCurl() {
  if (works()) return;
  installDebianPackage('curl');
  if (!works()) throw new Error('The end-to-end tests need curl. Install it.');
}

function works() {
  return spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0;
}
