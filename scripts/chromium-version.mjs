// Which Chromium the pictures of views are of. Another version draws letters a little otherwise, and so may the libraries of another system.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'e2e/ui/baselines/chromium.json';

/** @returns what `chromium --version` prints, such as `Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)` */
export function versionOf(path) {
  return spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

export function recordVersion(path) {
  writeFileSync(FILE, `${JSON.stringify({ version: versionOf(path) }, null, 2)}\n`);
}

/** @returns why pictures of this Chromium cannot be compared; null if they can */
export function otherVersion(path, file = FILE) {
  const expected = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'none yet';
  const found = versionOf(path);
  return found === expected ? null : `The pictures of views are of another Chromium. Expected: ${expected}. Found: ${found}.`;
}
