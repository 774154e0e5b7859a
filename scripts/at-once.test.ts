import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { runAtOnce } from './at-once.mjs';

const ends = (status: number, output = '') => ({ args: ['-e', `process.stdout.write('${output}'); process.exitCode = ${status}`] });

/** Writes one file and ends when there is another one. */
const meets = (own: string, other: string) => ({
  args: ['-e', `const fs = require('node:fs'); fs.writeFileSync('${own}', ''); while (!fs.existsSync('${other}'));`],
});

it('scripts run at the same time', async () => {
  const folder = await temporaryFolder();
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  expect(await runAtOnce([meets(one, other), meets(other, one)])).toBe(0);
});

it('each script runs to its end, and the first of the list that fails gives the status', async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    expect(await runAtOnce([ends(0), ends(3, 'failed'), ends(4, 'failed as well')])).toBe(3);
  } finally {
    write.mockRestore();
  }
  expect(written.join(' ').trim()).toBe('failed failed as well');
});

it('all that succeed give 0, and a script that a signal ends gives a failure', async () => {
  expect(await runAtOnce([ends(0), ends(0)])).toBe(0);
  expect(await runAtOnce([{ args: ['-e', "process.kill(process.pid, 'SIGKILL')"] }])).toBe(1);
});
