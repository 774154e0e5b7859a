// Age at which a process still shows what another one has replaced, over all APIs that change pictures.
import { spawnSync } from 'node:child_process';
import { percentile, requirement, table } from './figures.mjs';
import { root } from './server.mjs';

/** `BENCH_CHANGES` changes it. */
const CHANGES = Number(process.env.BENCH_CHANGES ?? 1_000);

export const title = `${CHANGES} changes at two processes on PostgreSQL, each followed by reads of all addresses at both`;

export async function run() {
  // The client of the tests is TypeScript, so it runs in its own process. It ends at the first old picture that may not be shown.
  const { stdout, status, stderr } = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'bench/follow.ts', String(CHANGES)], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`bench/follow.ts failed: ${stderr}`);
  const ages = JSON.parse(stdout);
  const ms = (value) => `${value.toFixed(1)} ms`;
  const lines = [
    ['', 'changes', 'of them', 'p50', 'p99', 'longest'],
    ['old at the process that acknowledged', ages.length, 0, '', '', ''],
    [
      'old at the other one',
      ages.length,
      ages.filter((age) => age > 0).length,
      ...[percentile(ages, 0.5), percentile(ages, 0.99), Math.max(...ages)].map(ms),
    ],
  ];
  const requirements = [requirement('old at the other process, p99 of its age', percentile(ages, 0.99), { atMost: 250 }, ' ms')];
  return { text: table(lines), markdown: lines, requirements };
}
