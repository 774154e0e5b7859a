import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, temporaryFolder } from './server';

/** An nginx with the shipped configuration in front of these servers. */
export interface Nginx {
  baseURL: string;
  port: number;
  folder: string;
  /** Starts nginx, for the servers that listen on these ports. */
  start(ports: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

const LISTEN = 'listen 80 default_server reuseport;';
const CACHE = '/var/cache/nginx/likeness';
const SERVER = 'server 127.0.0.1:3000';

/** Replaces a text that has to be there. */
function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`Expected ${from} in the configuration of nginx`);
  return text.replaceAll(from, to);
}

/** Takes a port and a folder of its own; only these differ from the shipped configuration. */
export async function prepareNginx(): Promise<Nginx> {
  const [folder, port] = [await temporaryFolder(), await freePort()];
  // The workers of a master that runs as root have another user.
  await chmod(folder, 0o755);
  let child: ChildProcess | undefined;
  process.once('exit', () => child?.kill('SIGKILL'));

  async function configure(ports: readonly number[]): Promise<string> {
    const site = replaced(
      await readFile('deploy/nginx/likeness.conf', 'utf8'),
      LISTEN,
      `listen 127.0.0.1:${port} default_server reuseport;`,
    );
    const upstream = await readFile('deploy/nginx/upstream.conf', 'utf8');
    const servers = ports.map((one) =>
      upstream
        .split('\n')
        .find((line) => line.includes(SERVER))
        ?.replace(':3000', `:${one}`),
    );
    const path = (name: string) => join(folder, name);
    await mkdir(path('temporary'), { recursive: true, mode: 0o755 });
    await writeFile(path('likeness.conf'), replaced(site, CACHE, path('cache')));
    await writeFile(
      path('upstream.conf'),
      upstream
        .split('\n')
        .flatMap((line) => (line.includes(SERVER) ? servers : [line]))
        .join('\n'),
    );
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const temporary = kinds.map((kind) => `${kind}_temp_path ${path('temporary')}/${kind};`).join(' ');
    await writeFile(
      path('nginx.conf'),
      `daemon off; pid ${path('pid')}; error_log stderr warn; worker_processes 2; events {}
       http { access_log off; ${temporary} include ${path('upstream.conf')}; include ${path('likeness.conf')}; }`,
    );
    return path('nginx.conf');
  }

  return {
    baseURL: `http://localhost:${port}`,
    port,
    folder,
    async start(ports) {
      const file = await configure(ports);
      const command = ['-p', folder, '-c', file, '-e', 'stderr'];
      await promisify(execFile)('nginx', ['-t', ...command]);
      child = spawn('nginx', command, { stdio: ['ignore', 'ignore', 'inherit'] });
      for (;;) {
        if (child.exitCode !== null) throw new Error(`nginx ended with the code ${child.exitCode}`);
        const answers = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null);
        if (answers) return;
      }
    },
    async stop() {
      const running = child;
      if (running && running.exitCode === null) {
        const ended = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
