import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a package where that is Debian's way and ours to do: as root. What else installs at the moment is waited for. */
export function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`Installing Debian’s package ${name}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  spawnSync('apt-get', [...wait, 'update'], { stdio: 'inherit', env });
  spawnSync('apt-get', [...wait, '-y', 'install', name], { stdio: ['ignore', 'ignore', 'inherit'], env });
}
