import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToServer } from '@/lib/db/client';

/** A server of the build in this folder, in a process of its own. */
export interface Server {
  baseURL: string;
  port: number;
  dataDir: string;
  process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Resolves with the exit code once it has ended by itself. */
  ended: Promise<number | null>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** All tests come from one address, and each opens accounts. */
const GENEROUS = { RATE_LIMIT_USER_PER_MINUTE: '100000', RATE_LIMIT_IP_PER_MINUTE: '100000' };

/** Settings of whoever runs the tests are not the ones under test, neither theirs nor those in an `.env`, which fills in what is not there. */
const UNSET = { BASE_URL: '', SECRET: '', HOST: '', TRUST_PROXY: '', HEIC: '', MAX_UPLOAD_BYTES: '' };

/** Where nobody listens: tests ask no one on the Internet, and find out at once. */
const NO_GRAVATAR = 'http://127.0.0.1:9';

/** A test that fails does not get to where it stops its server. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server and waits until it answers or ends. @param env overrides; DATA_DIR and PORT are free ones unless given. */
export async function startServer(
  env: Record<string, string> = {},
  [command, ...args]: [string, ...string[]] = [process.execPath, 'server.mjs'],
): Promise<Server> {
  const port = Number(env.PORT ?? (await freePort()));
  const dataDir = env.DATA_DIR ?? (await folderWithDatabase());
  const { E2E_DATABASE_URL = '', ...inherited } = process.env;
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
      DATABASE_URL: E2E_DATABASE_URL && (env.DATABASE_URL ?? (await freshDatabase())),
      ...env,
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
  const server: Server = {
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
  const answers = new Promise<undefined>((resolve) => {
    child.stdout.on('data', () => printed.includes('Likeness is running at') && resolve(undefined));
  });
  const code = await Promise.race([answers, ended]);
  // Between being found free and being used, the port can be taken by what the other worker starts.
  if (code !== undefined && env.PORT === undefined && printed.includes(IN_USE))
    return startServer({ ...env, DATA_DIR: dataDir }, [command, ...args]);
  return server;
}

const IN_USE = 'is in use by another program';

/** A database of its own on the PostgreSQL server of `.ci/run`, which is thrown away as a whole. @returns its address */
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

/** A new folder, with what the first start of all made (`first-start.ts`) if that has been. */
async function folderWithDatabase(): Promise<string> {
  const folder = await temporaryFolder();
  const { E2E_FIRST_DATABASE } = process.env;
  if (E2E_FIRST_DATABASE) await cp(E2E_FIRST_DATABASE, join(folder, 'pg'), { recursive: true, preserveTimestamps: true });
  return folder;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'likeness-'));
}

/** Stops it and deletes its data. */
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
