import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { freePort } from './postgres';

/** Debian's Redis server; undefined where it is not installed. */
export const REDIS_SERVER = ['/usr/bin/redis-server'].find((path) => existsSync(path));

/** A Redis server of a test's own, which keeps nothing on the disk. */
export interface RedisServer {
  url: string;
  /** @returns continues it */
  freeze(): () => void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const program = REDIS_SERVER;
  if (!program) throw new Error('Expected /usr/bin/redis-server; install the package redis-server.');
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    freeze() {
      child?.kill('SIGSTOP');
      return () => void child?.kill('SIGCONT');
    },
    async start() {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const started = spawn(program, options, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' });
      child = started;
      let printed = '';
      await new Promise<void>((resolve, reject) => {
        started.once('exit', () => reject(new Error(`Redis ended: ${printed}`)));
        started.stdout.on('data', (text: Buffer) => {
          printed += text;
          if (printed.includes('Ready to accept connections')) resolve();
        });
      });
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  await server.start();
  return server;
}
