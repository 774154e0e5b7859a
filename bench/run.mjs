// npm run bench: what the service costs, as ratios between two sides of the same run. `npm run bench -- upload media` runs these parts
// alone. See docs/performance.md.
import { cpus, loadavg } from 'node:os';
import { ensureBuild, ensureDependencies, requireNode } from '../scripts/prepare.mjs';

requireNode();
ensureDependencies();
ensureBuild();

// After ensureDependencies, since they import packages.
const PARTS = { upload: () => import('./upload.mjs'), media: () => import('./media.mjs'), memory: () => import('./memory.mjs') };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`Expected some of ${Object.keys(PARTS).join(', ')}, or nothing for all of them; got ${unknown.join(', ')}.`);
  process.exit(1);
}

const load = `load ${loadavg()[0]?.toFixed(1)}`;
console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${load}, ${new Date().toISOString()}`,
);
const requirements = [];
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const part = await PARTS[name]();
  console.log(`\n${part.title}`);
  const result = await part.run();
  console.log(result.text);
  requirements.push(...result.requirements);
}

const { table } = await import('./figures.mjs');
console.log(`\nRequired`);
console.log(table(requirements.map(({ what, value, bound, met }) => [what, value, bound, met ? 'met' : 'MISSED'])));
if (requirements.some(({ met }) => !met)) process.exitCode = 1;
