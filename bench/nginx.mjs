// Cost of immutable pictures through nginx with the shipped configuration, beside nginx that serves the same bytes from a plain file.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { CONNECTIONS } from './compare.mjs';
import { median, requirement, table } from './figures.mjs';
import { loadWithWrk as load } from './load.mjs';
import { asForm, makePhoto } from './photo.mjs';
import { cpuSeconds, descendants, freePort, upload, withServer } from './server.mjs';

const WARM_UP_SECONDS = 1;
const SECONDS = 3;
const ROUNDS = 5;
const SIZES = [64, 256, 512];

export const title = `GET /media/{key}/{size}.webp through nginx, ${CONNECTIONS} connections, beside a plain file`;

export async function run() {
  const form = asForm(await makePhoto());
  const { prepareNginx } = await tsImport('../e2e/server/nginx.ts', import.meta.url);
  return withServer(async (server) => {
    const { key } = await upload(server, form);
    const nginx = await prepareNginx();
    await nginx.start([Number(new URL(server.base).port)]);
    const lines = [['medians', 'shipped, a second', 'plain', 'ratio', 'CPU, shipped', 'plain', 'ratio']];
    const requirements = [];
    try {
      for (const size of SIZES) {
        const path = `/media/${key}/${size}.webp`;
        const { body } = await server.send({ path });
        const shipped = { url: `http://127.0.0.1:${nginx.port}${path}`, pid: pidOf(nginx.folder) };
        const { ours, plain } = await withPlainFile(body, (file) => compare(shipped, file));
        const [rate, cpu] = ['rate', 'cpu'].map((what) => median(ours[what].map((value, round) => value / plain[what][round])));
        const us = (seconds) => `${(median(seconds) * 1e6).toFixed(0)} µs`;
        const rates = [ours.rate, plain.rate].map((values) => median(values).toFixed(0));
        lines.push([`${size}.webp (${body.length} bytes)`, ...rates, rate.toFixed(2), us(ours.cpu), us(plain.cpu), cpu.toFixed(2)]);
        requirements.push(requirement(`${size}.webp through nginx, ratio to a plain file`, rate, { atLeast: 0.9 }));
      }
    } finally {
      await nginx.stop();
    }
    return { text: `  ${ROUNDS} pairs of ${SECONDS} s each, in turn\n${table(lines)}`, markdown: lines, requirements };
  });
}

async function compare(ours, plain) {
  const sides = { ours, plain };
  const figures = { ours: { rate: [], cpu: [] }, plain: { rate: [], cpu: [] } };
  for (const { url } of Object.values(sides)) await load(url, { seconds: WARM_UP_SECONDS, connections: CONNECTIONS });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, { url, pid }] of Object.entries(sides)) {
      const cpuNow = () =>
        descendants(pid)
          .map(cpuSeconds)
          .reduce((total, seconds) => total + seconds);
      const before = cpuNow();
      const rate = await load(url, { seconds: SECONDS, connections: CONNECTIONS });
      figures[name].rate.push(rate);
      figures[name].cpu.push((cpuNow() - before) / (rate * SECONDS));
    }
  }
  return figures;
}

const pidOf = (folder) => Number(readFileSync(join(folder, 'pid'), 'utf8'));

/** An nginx of its own that serves these bytes from a file, with the same settings for files. */
async function withPlainFile(bytes, use) {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'likeness-bench-')), await freePort()];
  try {
    // The workers of a master that runs as root have another user.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'root'));
    writeFileSync(join(folder, 'root/picture.webp'), bytes);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr warn; worker_processes 2; events {}
       http { access_log off; types { image/webp webp; } sendfile on; keepalive_requests 10000;
         open_file_cache max=10000 inactive=60s; open_file_cache_valid 60s; open_file_cache_min_uses 1;
         server { listen 127.0.0.1:${port} reuseport; root ${folder}/root; } }`,
    );
    const command = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
    execFileSync('nginx', ['-t', '-q', ...command]);
    const nginx = spawn('nginx', command, { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(nginx, 'exit');
    const url = `http://127.0.0.1:${port}/picture.webp`;
    try {
      while (nginx.exitCode === null && !(await fetch(url).catch(() => null))?.ok);
      return await use({ url, pid: nginx.pid });
    } finally {
      nginx.kill('SIGTERM');
      await ended;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
