// What has to be there before anything of ours can run. Only Node's built-ins: on a fresh clone there is nothing else.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const MIN_NODE = [20, 19];

/** What a build is made from; anything else may change without another one. */
const BUILD_INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];

/** Node that is too old fails in ways that tell nobody why. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  console.error(`Likeness needs Node.js ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a command in the repository and ends with it when it fails. */
export function run(command, args, env = {}) {
  // Next.js sets it for building and serving, and npm would leave out what the build needs.
  const { NODE_ENV, ...inherited } = process.env;
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...inherited, NEXT_TELEMETRY_DISABLED: '1', ...env },
    // npm is a batch file on Windows, which only a shell can run.
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (error) console.error(`Could not run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs the command of an installed package. */
export function runBin(name, args, env) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const command =
    name.split('/').at(-1) === 'test' ? 'playwright' : (Object.keys(bin).find((key) => name.endsWith(key)) ?? Object.keys(bin)[0]);
  run(process.execPath, [join('node_modules', name, typeof bin === 'string' ? bin : bin[command]), ...args], env);
}

/** Installs what the lock file names, unless that is what is there. */
export function ensureDependencies() {
  onceFor('node_modules/.likeness-lock', ['package-lock.json'], () => {
    console.log('Installing packages…');
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  onceFor('lib/db/generated/.likeness-schema', ['prisma/schema.prisma', 'package-lock.json'], () =>
    runBin('prisma', ['generate', '--no-hints']),
  );
}

/** Builds the pages and routes, unless the build is of these very sources. */
export function ensureBuild() {
  onceFor('.next/.likeness-build', BUILD_INPUTS, () => {
    console.log('Building…');
    runBin('next', ['build']);
    // Pictures that the image optimizer of earlier builds kept, also those that people have removed since.
    rmSync(join(root, '.next/cache/images'), { recursive: true, force: true });
  });
}

/** Does `work` unless it was done for the same inputs before. */
function onceFor(stamp, inputs, work) {
  const path = join(root, stamp);
  const wanted = fingerprint(inputs);
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  work();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wanted);
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of inputs.flatMap((input) => filesBelow(input)).sort()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesBelow(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute) || path === 'lib/db/generated' || path === 'testing') return [];
  if (statSync(absolute).isFile()) return /\.(test|contract)\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(absolute).flatMap((name) => filesBelow(`${path}/${name}`));
}
