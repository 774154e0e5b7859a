// Time after which copies of credentials are refused by a process that did not end the sign-ins.
import { spawnSync } from 'node:child_process';
import { percentile, requirement, table } from './figures.mjs';
import { root } from './server.mjs';

/** Accounts for each way to end sign-ins. `BENCH_ROUNDS` changes it. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 50);

const CREDENTIALS = { cookie: 'copied cookie', accessToken: 'access token', refreshToken: 'refresh token', streams: 'open event streams' };

export const title = `Sign-ins ended at one of two processes on PostgreSQL, ${ROUNDS} accounts for each way`;

export async function run() {
  // The client of the tests is TypeScript, so it runs in its own process.
  const { stdout, status, stderr } = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'bench/revoke.ts', String(ROUNDS)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bench/revoke.ts failed: ${stderr}`);
  const ms = (value) => `${value.toFixed(1)} ms`;
  const lines = [['', 'credential', 'p50', 'p99', 'longest']];
  const all = [];
  for (const [ending, measured] of Object.entries(JSON.parse(stdout))) {
    for (const [name, label] of Object.entries(CREDENTIALS)) {
      const ages = measured.map((ages) => ages[name]);
      all.push(...ages);
      lines.push([ending, label, ...[percentile(ages, 0.5), percentile(ages, 0.99), Math.max(...ages)].map(ms)]);
    }
  }
  return {
    text: table(lines),
    markdown: lines,
    requirements: [requirement('accepted by the other process, longest', Math.max(...all), { atMost: 250 }, ' ms')],
  };
}
