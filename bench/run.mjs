// npm run bench: cost of the service, as ratios measured in one run. `npm run bench -- upload media` runs only these parts, and `--write`
// writes the figures to docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { ensureBuild, ensureDependencies, requireNode } from '../scripts/prepare.mjs';

requireNode();
ensureDependencies();
ensureBuild();

// Imported lazily, because they need the packages that ensureDependencies installs.
const PARTS = {
  upload: () => import('./upload.mjs'),
  sizes: () => import('./sizes.mjs'),
  framing: () => import('./framing.mjs'),
  concurrency: () => import('./concurrency.mjs'),
  bytes: () => import('./bytes.mjs'),
  media: () => import('./media.mjs'),
  reads: () => import('./reads.mjs'),
  cold: () => import('./cold.mjs'),
  accounts: () => import('./accounts.mjs'),
  json: () => import('./json.mjs'),
  nginx: () => import('./nginx.mjs'),
  freshness: () => import('./freshness.mjs'),
  revocation: () => import('./revocation.mjs'),
  existence: () => import('./existence.mjs'),
  start: () => import('./start.mjs'),
  page: () => import('./page.mjs'),
};

const WRITE = '--write';
const asked = process.argv.slice(2).filter((name) => name !== WRITE);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`Expected some of ${Object.keys(PARTS).join(', ')}, or nothing for all of them, and ${WRITE}; got ${unknown.join(', ')}.`);
  process.exit(1);
}

const { markdownTable, table } = await import('./figures.mjs');
const load = `load ${loadavg()[0]?.toFixed(1)}`;
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${load} at its start, ${new Date().toISOString()}`;
console.log(machine);
const requirements = [];
const written = [`${machine}.`];
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const part = await PARTS[name]();
  console.log(`\n${part.title}`);
  const result = await part.run();
  console.log(result.text);
  requirements.push(...result.requirements);
  written.push(`### ${part.title}`, markdownTable(result.markdown), ...(result.more ? [markdownTable(result.more)] : []));
}

const verdicts = requirements.map(({ what, value, bound, met }) => [what, value, bound, met ? 'met' : 'MISSED']);
console.log('\nRequired');
console.log(table(verdicts));
written.push('### Required', markdownTable([['what', 'measured', 'required', ''], ...verdicts]));
if (process.argv.includes(WRITE)) await writeInto('docs/performance.md', written.join('\n\n'));
if (requirements.some(({ met }) => !met)) process.exitCode = 1;

/** Replaces the figures of the last run between two comment markers. */
async function writeInto(path, text) {
  const file = new URL(`../${path}`, import.meta.url);
  const [start, end] = ['<!-- bench -->', '<!-- /bench -->'];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(start) + start.length, before.indexOf(end)];
  if (to < from || from < start.length) throw new Error(`Expected the marks ${start} and ${end} in ${path}`);
  writeFileSync(file, `${before.slice(0, from)}\n\n${text}\n\n${before.slice(to)}`);
  console.log(`Wrote ${path}`);
}
