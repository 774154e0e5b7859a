// Time from the command to the first answer, and resident memory when idle, beside a bare HTTP server started in turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { median, requirement, table } from './figures.mjs';
import { cpuSeconds, descendants, freePort, root, send, serverEnv, withDataFolder } from './server.mjs';

/** Starts of each side. `BENCH_STARTS` changes it. */
const ROUNDS = Number(process.env.BENCH_STARTS ?? 7);

/** Time between the first answer and the measurement of memory, in milliseconds: the first maintenance is over by then. */
const IDLE_MS = 8_000;

/** Interval between attempts to connect, in milliseconds. */
const RETRY_MS = 10;

/** Maximum time until the first answer, in milliseconds. */
const START_MS = 60_000;

const HELLO = `require('node:http').createServer((_, response) => response.writeHead(204).end()).listen(process.env.PORT, process.env.HOST)`;

const SIDES = {
  'bare node:http server': { command: process.execPath, args: ['-e', HELLO], path: '/', status: 204 },
  'node server.mjs': { command: process.execPath, args: ['server.mjs'], path: '/healthz', status: 204 },
  'npm start': { command: 'npm', args: ['start'], path: '/healthz', status: 204 },
  'npm start, first page': { command: 'npm', args: ['start'], path: '/sign-in', status: 200 },
};

export const title = `Start on an existing data folder, ${ROUNDS} of each side in turn, and memory ${IDLE_MS / 1000} s later`;

export function run() {
  return withDataFolder(async (dataDir) => {
    const figures = Object.fromEntries(Object.keys(SIDES).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, side] of Object.entries(SIDES)) figures[name].push(await start(side, dataDir));
    }
    return present(figures);
  });
}

function present(figures) {
  const of = (name, what) => median(figures[name].map((figure) => figure[what]));
  const [bare] = Object.keys(SIDES);
  const ratio = (name) => median(figures[name].map(({ ms }, round) => ms / figures[bare][round].ms));
  const mb = (value) => `${value.toFixed(0)} MB`;
  const head = ['medians', 'first answer', 'least', 'ratio', 'CPU until then', 'processes', 'RSS', 'PSS'];
  const rows = Object.keys(SIDES).map((name) => [
    name,
    `${of(name, 'ms').toFixed(0)} ms`,
    `${Math.min(...figures[name].map(({ ms }) => ms)).toFixed(0)} ms`,
    ratio(name).toFixed(1),
    `${(of(name, 'cpu') * 1000).toFixed(0)} ms`,
    of(name, 'processes'),
    mb(of(name, 'rss')),
    mb(of(name, 'pss')),
  ]);
  const markdown = [head, ...rows];
  return {
    text: table(markdown),
    markdown,
    requirements: [
      requirement('npm start to the first answer', of('npm start', 'ms'), { atMost: 2200 }, ' ms'),
      requirement('resident memory of npm start when idle, all its processes', of('npm start', 'rss'), { atMost: 380 }, ' MB'),
    ],
  };
}

/** Starts one side, waits for its first answer and then for idleness, measures, and stops it. */
async function start({ command, args, path, status }, dataDir) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: serverEnv({ port, dataDir }) });
  const ended = once(child, 'exit');
  const agent = new Agent({ keepAlive: false });
  try {
    await firstAnswer({ base: `http://127.0.0.1:${port}`, agent, path }, status, child);
    const ms = performance.now() - began;
    const cpu = sum(descendants(child.pid).map(cpuSeconds));
    await pause(IDLE_MS);
    const tree = descendants(child.pid);
    return {
      ms,
      cpu,
      processes: tree.length,
      rss: sum(tree.map((pid) => rollup(pid, 'Rss'))),
      pss: sum(tree.map((pid) => rollup(pid, 'Pss'))),
    };
  } finally {
    agent.destroy();
    const tree = descendants(child.pid);
    child.kill('SIGTERM');
    await ended;
    // npm does not wait for the server, whose end would take time from the next start.
    while (tree.some((pid) => existsSync(`/proc/${pid}`))) await pause(RETRY_MS);
  }
}

async function firstAnswer(request, expected, child) {
  const until = Date.now() + START_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await send(request).catch(() => null);
    if (answer?.status === expected) return;
    await pause(RETRY_MS);
  }
  throw new Error(`${request.path} did not answer ${expected}.`);
}

/** Memory of a process in MB. `Pss` divides shared pages among the processes that share them. */
function rollup(pid, name) {
  const kilobytes = Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  return (kilobytes * 1024) / 1e6;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
