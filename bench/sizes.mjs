// Cost of rendering many sizes of one photo: our core, which decodes once, compared with one pipeline per size, as in most services.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirement, table } from './figures.mjs';
import { makePhoto } from './photo.mjs';
import { root } from './server.mjs';

export const title = 'Eleven WebP sizes of the 12 MP photo, and all eighteen of the ladder: decoded once, beside a pipeline for each size';

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'));
  try {
    const file = join(folder, 'photo.jpg');
    writeFileSync(file, await makePhoto());
    // The core is TypeScript, so it runs in its own process.
    const { stdout, status, stderr } = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'bench/core.ts', file], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`bench/core.ts failed: ${stderr}`);
    const results = JSON.parse(stdout);
    const ms = (value) => `${value.toFixed(0)} ms`;
    const rows = results.map(({ sizes, ours, theirs }) => [
      `${sizes} sizes`,
      ...[ours, theirs].flatMap(({ wall, cpu }) => [ms(wall), ms(cpu)]),
      (ours.wall / theirs.wall).toFixed(2),
      (ours.cpu / theirs.cpu).toFixed(2),
    ]);
    const head = ['medians', 'core', 'CPU', 'pipeline each', 'CPU', 'ratio', 'ratio of CPU'];
    const requirements = results.map(({ sizes, ours, theirs }) =>
      requirement(`${sizes} sizes, ratio of CPU to a pipeline each`, ours.cpu / theirs.cpu, { atMost: 0.25 }),
    );
    return { text: table([head, ...rows]), markdown: [head, ...rows], requirements };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
