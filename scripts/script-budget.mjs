// npm run test:budget: measures the JavaScript that pages load, and fails where it is more than they may.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ensureBuild } from './prepare.mjs';

const KB = 1000;

/** Bytes after compression with gzip, of all scripts that a page names. */
const BUDGETS = [
  { path: '/', bytes: 140 * KB },
  { path: '/sign-in', bytes: 140 * KB },
  { path: '/sign-up', bytes: 140 * KB },
  { path: '/forgot', bytes: 140 * KB },
  { path: '/docs/native', bytes: 140 * KB },
  { path: '/settings/picture', bytes: 190 * KB, signedIn: true },
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
ensureBuild();
const dataDir = mkdtempSync(join(tmpdir(), 'likeness-budget-'));
const port = await freePort();
const baseUrl = `http://localhost:${port}`;
const server = spawn(process.execPath, ['server.mjs'], {
  env: {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    DATA_DIR: dataDir,
    BASE_URL: '',
    DATABASE_URL: '',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const stopped = new Promise((resolve) => server.once('exit', resolve));
let failed = false;
try {
  await listening(server);
  const cookie = await sessionOf(baseUrl);
  for (const budget of BUDGETS) failed = !(await isWithin(budget, budget.signedIn ? { cookie } : {})) || failed;
} finally {
  server.kill();
  await stopped;
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function isWithin({ path, bytes }, headers) {
  const response = await fetch(baseUrl + path, { headers, redirect: 'error' });
  const names = scriptsOf(await response.text());
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, size: gzipSync(Buffer.from(await (await fetch(new URL(name, baseUrl))).arrayBuffer())).length })),
  );
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  console.log(`${path}: ${kilobytes(total)} of ${kilobytes(bytes)} in ${names.length} scripts`);
  if (total <= bytes && !process.argv.includes('--details')) return true;
  for (const { name, size } of sizes.sort((a, b) => b.size - a.size)) console.log(`  ${kilobytes(size)} ${name}`);
  return total <= bytes;
}

/** The addresses of scripts that a page names. Browsers that know modules skip those with `nomodule`. */
function scriptsOf(html) {
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  const named = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  return [...new Set(named.filter((name) => name !== undefined))];
}

function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} kB`;
}

/** Opens an account and signs in. @returns the cookie of the session */
async function sessionOf(base) {
  const person = { email: `${randomUUID()}@example.org`, password: 'correct horse battery' };
  const opened = await fetch(`${base}/api/accounts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...person, name: 'Ada Lovelace' }),
  });
  if (opened.status !== 201) throw new Error(`Expected a new account, got ${opened.status} ${await opened.text()}`);
  const token = await fetch(`${base}/api/auth/csrf`);
  const { csrfToken } = await token.json();
  const signedIn = await fetch(`${base}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(token) },
    body: new URLSearchParams({ ...person, csrfToken, json: 'true' }),
  });
  return cookiesOf(signedIn);
}

function cookiesOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** Resolves once the server listens. */
function listening(child) {
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => text.includes('Likeness is running at') && resolve());
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address();
        probe.close(() => resolve(free));
      });
  });
}
