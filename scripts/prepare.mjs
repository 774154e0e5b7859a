// Prepares dependencies and the build. Imports only Node's built-ins: a fresh clone has no packages yet.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onceFor } from './once-for.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const MIN_NODE = [20, 19];

/** Inputs of a build. Changes elsewhere need no new build. */
const BUILD_INPUTS = [
  'app',
  'components',
  'docs/api',
  'lib',
  'messages',
  'public',
  'prisma/schema.prisma',
  'scripts/document-loader.mjs',
  'instrumentation.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];

// Prisma's command line looks for a native schema engine and tries to download it. Generating the client does not run it, so any
// executable satisfies the check; migrations use the WebAssembly engine (lib/db/schema-engine.ts).
const PRISMA_ENV = { PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath };

/** An old Node fails with misleading errors. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  console.error(`Likeness needs Node.js ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a command in the repository and exits if it fails. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: childEnv(env),
    // npm is a batch file on Windows, which only a shell can run.
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (error) console.error(`Could not run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** The environment of this process for another one. Next.js sets NODE_ENV itself, and npm would skip the dependencies of the build. */
export function childEnv(env = {}) {
  const { NODE_ENV, ...inherited } = process.env;
  return { ...inherited, NEXT_TELEMETRY_DISABLED: '1', ...env };
}

/** Runs the command of an installed package. */
export function runBin(name, args, env) {
  run(process.execPath, [binPath(name), ...args], env);
}

/** The script behind the command of an installed package. */
export function binPath(name) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const command =
    name.split('/').at(-1) === 'test' ? 'playwright' : (Object.keys(bin).find((key) => name.endsWith(key)) ?? Object.keys(bin)[0]);
  return join('node_modules', name, typeof bin === 'string' ? bin : bin[command]);
}

/** Installs the packages of the lock file, unless they are installed. */
export function ensureDependencies() {
  onceFor({ root, stamp: 'node_modules/.likeness-lock', inputs: ['package-lock.json'] }, () => {
    console.log('Installing packages…');
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  onceFor({ root, stamp: 'lib/db/generated/.likeness-schema', inputs: ['prisma/schema.prisma', 'package-lock.json'] }, () =>
    runBin('prisma', ['generate', '--no-hints'], PRISMA_ENV),
  );
}

/** Builds pages and routes, unless the build matches the sources. */
export function ensureBuild() {
  onceFor({ root, stamp: '.next/.likeness-build', inputs: BUILD_INPUTS }, () => {
    console.log('Building…');
    runBin('next', ['build']);
    // Earlier builds cached pictures in the image optimizer, including ones that people have removed since.
    rmSync(join(root, '.next/cache/images'), { recursive: true, force: true });
  });
}
