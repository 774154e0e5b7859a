import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's place for PostgreSQL's programs, of the newest version; undefined when there is none. */
export const POSTGRES_BIN = postgresBin();

/** A PostgreSQL server of a test's own, on a port of this machine. */
export interface Cluster {
  /** Of its one database. */
  url: string;
  start(): Promise<void>;
  /** Without a word to its clients, as when the machine loses power. */
  stop(): Promise<void>;
  /** Stops all of its processes as they are (SIGSTOP): connections stay open and are not answered. @returns continues them */
  freeze(): Promise<() => void>;
  /** Stopped for good and deleted. */
  discard(): Promise<void>;
}

/** Makes one and starts it. PostgreSQL refuses to run as root, so there it runs as the user that Debian's package made for it. */
export async function startCluster(): Promise<Cluster> {
  const bin = POSTGRES_BIN;
  if (!bin) throw new Error('Expected PostgreSQL in /usr/lib/postgresql; install the package postgresql.');
  const folder = await mkdtemp(join(tmpdir(), 'likeness-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), -1);
    await chmod(folder, 0o700);
  }
  const program = (name: string, ...args: string[]) => {
    const command = [join(bin, name), ...args];
    return isRoot ? run('runuser', ['-u', 'postgres', '--', ...command], { cwd: '/' }) : run(command[0] ?? '', command.slice(1));
  };
  const port = await freePort();
  const data = join(folder, 'data');
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  const cluster: Cluster = {
    url: `postgresql://likeness@127.0.0.1:${port}/postgres`,
    start: async () => void (await program('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start')),
    stop: async () => void (await program('pg_ctl', '-D', data, '-m', 'immediate', 'stop')),
    async freeze() {
      const postmaster = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n', 1)[0]);
      // First, so that it starts no more of them.
      process.kill(postmaster, 'SIGSTOP');
      const frozen = [...(await childrenOf(postmaster)), postmaster];
      for (const pid of frozen) signalIfThere(pid, 'SIGSTOP');
      return () => {
        for (const pid of frozen.splice(0)) signalIfThere(pid, 'SIGCONT');
      };
    },
    async discard() {
      await cluster.stop().catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
  await program('initdb', '-D', data, '-U', 'likeness', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  await cluster.start();
  return cluster;
}

/** A process of the server may end at any moment. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ids of the processes that this one started. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => Number(stats[index]?.slice(stats[index].lastIndexOf(')') + 2).split(' ')[1]) === parent);
}

function postgresBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(a) - Number(b));
  return versions.map((version) => join(root, version, 'bin')).findLast((bin) => existsSync(join(bin, 'initdb')));
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port'))));
      });
  });
}
