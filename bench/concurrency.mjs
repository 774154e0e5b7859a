// Uploads per second with a growing number of clients, the refused ones, and memory.
import { performance } from 'node:perf_hooks';
import { median, percentile, requirement, table } from './figures.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { forgetPeak, memoryMb, put, withServer } from './server.mjs';

/** Parallel clients, and uploads in all. */
const STEPS = [
  [1, 8],
  [2, 16],
  [4, 24],
  [8, 40],
  [32, 96],
];

/** Total uploads, and the clients that send the rest after the steps. */
const ALL = 500;
const REST_CLIENTS = 4;

/** Ranges of uploads between which memory is compared. */
const EARLY = [200, 300];
const LATE = [400, 500];

export const title = `Uploads of the 12 MP photo from many clients at once, ${ALL} in all`;

export async function run() {
  const form = asForm(await makePhoto());
  return withServer(async (server) => {
    const samples = [];
    const idle = memoryMb(server.pid).now;
    const rows = [];
    let failed = 0;
    let peak = 0;
    let taken = 0;
    const clients = async (count, uploads) => {
      const walls = [];
      const answers = { ok: 0, busy: 0, failed: 0 };
      let left = uploads;
      const client = async () => {
        while (left > 0) {
          left -= 1;
          const start = performance.now();
          const { status, headers } = await put(server, form).catch(() => ({ status: 0, headers: {} }));
          walls.push(performance.now() - start);
          if (status === 200) answers.ok += 1;
          else if (status === 503 && headers['retry-after']) answers.busy += 1;
          else answers.failed += 1;
          taken += 1;
          samples.push([taken, memoryMb(server.pid).now]);
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: count }, client));
      const perSecond = (answers.ok * 1000) / (performance.now() - start);
      failed += answers.failed;
      return { ...answers, perSecond, p50: median(walls), p95: percentile(walls, 0.95) };
    };
    for (const [count, uploads] of STEPS) {
      forgetPeak(server.pid);
      const { ok, busy, failed: other, perSecond, p50, p95 } = await clients(count, uploads);
      peak = memoryMb(server.pid).peak - idle;
      const ms = (value) => `${value.toFixed(0)} ms`;
      rows.push([`${count}`, ok, busy, other, perSecond.toFixed(1), ms(p50), ms(p95), `${peak.toFixed(0)} MB`]);
    }
    await clients(REST_CLIENTS, ALL - taken);
    const between = ([from, to]) => median(samples.filter(([at]) => at > from && at <= to).map(([, mb]) => mb));
    const growth = between(LATE) - between(EARLY);
    const head = ['clients', '200', '503', 'failed', 'a second', 'p50', 'p95', 'peak above idle'];
    const notes = [
      ['resident memory', ''],
      ['idle', `${idle.toFixed(0)} MB`],
      [`median of uploads ${EARLY.join(' to ')}`, `${between(EARLY).toFixed(0)} MB`],
      [`median of uploads ${LATE.join(' to ')}`, `${between(LATE).toFixed(0)} MB`],
    ];
    return {
      text: `${table([head, ...rows])}\n${table(notes)}`,
      markdown: [head, ...rows],
      more: notes,
      requirements: [
        requirement('uploads that failed other than by 503 with Retry-After', failed, { atMost: 0 }),
        requirement('peak above idle, 32 clients', peak, { atMost: 900 }, ' MB'),
        requirement(`growth, uploads ${EARLY.join('–')} to ${LATE.join('–')}`, growth, { atMost: 60 }, ' MB'),
      ],
    };
  });
}
