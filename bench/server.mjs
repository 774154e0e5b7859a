// The server under test: a separate process with its own data folder, measured from outside through /proc.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Of the account whose key the measurements use. */
export const EMAIL = 'bench@example.org';

/** Maximum time until the server answers its first request. */
const START_MS = 60_000;

/** Clock ticks per second in `/proc/<pid>/stat`; 100 on every known Linux. */
const TICKS = 100;

/**
 * Runs `measure` on a server with an account and a key. The measured server is the second on its data folder: creating the database takes
 * about 400 MB once, which would hide the memory of uploads. `BENCH_NODE_ARGS` are arguments for the server's Node, such as
 * `--cpu-prof --cpu-prof-dir=/tmp/profiles`.
 */
export function withServer(measure, env = {}) {
  return withDataFolder(
    (dataDir, key) =>
      running(dataDir, env, ({ base, agent, pid }) =>
        measure({ base, dataDir, key, agent, pid, send: (options) => send({ base, agent, ...options }) }),
      ),
    env,
  );
}

/** Creates a data folder with an account and a key, passes it on, and deletes it. */
export async function withDataFolder(use, env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'likeness-bench-'));
  try {
    const key = await running(dataDir, env, ({ base, agent }) => openAccount(base, agent));
    return await use(dataDir, key);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Runs `use` on a server with this data folder. */
export async function running(dataDir, env, use) {
  const port = await freePort();
  const child = spawn(process.execPath, [...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []), 'server.mjs'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...serverEnv({ port, dataDir }), ...env },
  });
  const ended = once(child, 'exit');
  const agent = new Agent({ keepAlive: true });
  try {
    const base = `http://127.0.0.1:${port}`;
    await ready(base, agent, child);
    return await use({ base, agent, pid: child.pid });
  } finally {
    agent.destroy();
    child.kill('SIGTERM');
    await ended;
  }
}

/** Environment of a server that is measured. */
export function serverEnv({ port, dataDir }) {
  return {
    // As in npm start.
    MALLOC_ARENA_MAX: '2',
    MALLOC_TRIM_THRESHOLD_: '131072',
    ...process.env,
    // Overrides variables of the shell that would change the measurement.
    ...{ DATABASE_URL: '', SECRET: '', BASE_URL: '', HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir },
    ...{ LOG_LEVEL: 'warn', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    // One client with one key sends the requests of a thousand people; rate limits are not measured.
    ...{ RATE_LIMIT_USER_PER_MINUTE: '1000000', RATE_LIMIT_IP_PER_MINUTE: '1000000' },
  };
}

/** Sends one request over a keep-alive connection and reads the whole response. */
export function send({ base, agent, method = 'GET', path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const outgoing = httpRequest(base + path, { method, agent, headers: { ...length, ...headers } }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Uploads a picture for the account. */
export function put({ send, key }, { body, type }) {
  return send({ method: 'PUT', path: '/api/me/avatar', headers: { Authorization: `Bearer ${key}`, 'Content-Type': type }, body });
}

/** Uploads a picture for the account and returns the avatar resource. */
export async function upload(server, form) {
  const answer = await put(server, form);
  if (answer.status !== 200) throw new Error(`PUT /api/me/avatar answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body);
}

/** A resource about the person, in one of the APIs. */
export async function own({ send, key }, path) {
  const { body } = await send({ path, headers: { Authorization: `Bearer ${key}` } });
  return JSON.parse(body.toString('utf8'));
}

/** CPU seconds used by a process, over all its threads. */
export function cpuSeconds(pid) {
  // The command name may contain spaces and brackets; the numbers start after its last bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** A process and all its descendants. */
export function descendants(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const ids = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
    return ids === '' ? [] : ids.split(' ').map(Number);
  });
  return [pid, ...children.flatMap(descendants)];
}

/** Resident memory of a process in MB: current and peak. */
export function memoryMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: (kilobytes('VmRSS') * 1024) / 1e6, peak: (kilobytes('VmHWM') * 1024) / 1e6 };
}

/** Resets the peak, so that it covers only the next part. */
export function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

async function ready(base, agent, child) {
  const until = Date.now() + START_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await send({ base, agent, path: '/healthz' }).catch(() => null);
    if (answer?.status === 204) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server did not start.');
}

async function openAccount(base, agent) {
  const [email, password] = [EMAIL, randomBytes(12).toString('hex')];
  const json = { 'Content-Type': 'application/json' };
  const account = await send({
    ...{ base, agent, method: 'POST', path: '/api/accounts', headers: json },
    body: JSON.stringify({ email, name: 'Bench', password }),
  });
  if (account.status !== 201) throw new Error(`POST /api/accounts answered ${account.status}: ${account.body}`);
  const Authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  const headers = { ...json, Authorization };
  const key = await send({ base, agent, method: 'POST', path: '/api/keys', headers, body: JSON.stringify({ label: 'bench' }) });
  if (key.status !== 201) throw new Error(`POST /api/keys answered ${key.status}: ${key.body}`);
  return JSON.parse(key.body).key;
}

/** A port that no program listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
