import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToServer } from '@/lib/db/client';
import { AS_FUNCTIONS, functionsEnv, NEXT_START } from './functions';

/** A process that serves the build in this folder. */
export interface Server {
  baseURL: string;
  port: number;
  dataDir: string;
  process: ChildProcess;
  /** The output so far. */
  output(): string;
  /** Resolves with the exit code once it has ended by itself. */
  ended: Promise<number | null>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** All tests send from one IP address, and each opens accounts. */
const GENEROUS = { RATE_LIMIT_USER_PER_MINUTE: '100000', RATE_LIMIT_IP_PER_MINUTE: '100000' };

/** Overrides the settings of the developer, in the environment and in `.env`, which is read for missing variables. */
const UNSET = { BASE_URL: '', SECRET: '', HOST: '', TRUST_PROXY: '', HEIC: '', MAX_UPLOAD_BYTES: '', REDIS_URL: '' };

/** A closed port: tests send no requests to the Internet, and connections fail at once. */
const NO_GRAVATAR = 'http://127.0.0.1:9';

/** A test that fails does not stop its server. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

type Command = [string, ...string[]];

/** Starts a server without waiting for it. @param env overrides; DATA_DIR and PORT are free ones unless given. */
export async function spawnServer(env: Record<string, string>, [command, ...args]: Command): Promise<Server> {
  const port = Number(env.PORT ?? (await freePort()));
  const dataDir = env.DATA_DIR ?? (await folderWithDatabase());
  const { E2E_DATABASE_URL = '', ...inherited } = process.env;
  // Functions have no embedded database.
  const databaseUrl = AS_FUNCTIONS ? env.DATABASE_URL || undefined : env.DATABASE_URL;
  const child = spawn(command, args, {
    env: {
      ...inherited,
      NODE_ENV: 'production',
      ...UNSET,
      LOG_LEVEL: 'warn',
      ...GENEROUS,
      GRAVATAR_URL: NO_GRAVATAR,
      PORT: String(port),
      DATA_DIR: dataDir,
      ...(AS_FUNCTIONS && (await functionsEnv(port))),
      ...env,
      DATABASE_URL: databaseUrl ?? (E2E_DATABASE_URL && (await freshDatabase())),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  running.add(child);
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return {
    baseURL: `http://localhost:${port}`,
    port,
    dataDir,
    process: child,
    output: () => printed,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts a server and waits until it answers or ends. @param env see {@link spawnServer} */
export async function startServer(
  env: Record<string, string> = {},
  command: Command = AS_FUNCTIONS ? NEXT_START : [process.execPath, 'server.mjs'],
): Promise<Server> {
  const server = await spawnServer(env, command);
  const answers = new Promise<undefined>((resolve) => {
    server.process.stdout?.on('data', () => READY.test(server.output()) && resolve(undefined));
  });
  const code = await Promise.race([answers, server.ended]);
  // Another worker may take the free port before this server listens.
  if (code !== undefined && env.PORT === undefined && IN_USE.test(server.output()))
    return startServer({ ...env, DATA_DIR: server.dataDir }, command);
  return server;
}

/** The line that `server.mjs` and `next start` print once they listen. */
const READY = /Likeness is running at|Ready in/;

/** The same if the port is taken. */
const IN_USE = /is in use by another program|EADDRINUSE/;

/** Creates a database on the PostgreSQL server of `.ci/run`, which deletes that server. @returns the URL of the database */
export async function freshDatabase(): Promise<string> {
  const server = process.env.E2E_DATABASE_URL;
  if (!server) throw new Error('E2E_DATABASE_URL is the address of a PostgreSQL server; `.ci/run` starts one');
  const name = `likeness_${randomBytes(6).toString('hex')}`;
  const { db, close } = connectToServer(server);
  await db.$executeRawUnsafe(`CREATE DATABASE "${name}"`);
  await close();
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
}

/** A new folder: a copy of the template of `first-start.ts`, if there is one. */
async function folderWithDatabase(): Promise<string> {
  const folder = await temporaryFolder();
  const { E2E_FIRST_DATABASE } = process.env;
  if (E2E_FIRST_DATABASE) await cp(E2E_FIRST_DATABASE, join(folder, 'pg'), { recursive: true, preserveTimestamps: true });
  return folder;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'likeness-'));
}

/** Stops the server and deletes its data. */
export async function discard(server: Server): Promise<void> {
  await server.stop();
  await rm(server.dataDir, { recursive: true, force: true });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, () => {
        const address = probe.address();
        probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port'))));
      });
  });
}
