import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './folder';
import { freePort } from './postgres';

/** Debian's PgBouncer; undefined where it is not installed. */
export const PGBOUNCER = ['/usr/sbin/pgbouncer'].find((path) => existsSync(path));

/** Starts a connection pooler before a server, for one test. @returns its URL */
export async function startPgBouncer(databaseUrl: string, poolMode: 'transaction' | 'session'): Promise<string> {
  const { hostname, port, username } = new URL(databaseUrl);
  const listenPort = await freePort();
  const folder = await temporaryFolder();
  const file = join(folder, 'pgbouncer.ini');
  const settings = [
    `[databases]\npostgres = host=${hostname} port=${port} user=${username}`,
    `[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listenPort}\nunix_socket_dir =\nauth_type = any\npool_mode = ${poolMode}\n`,
  ];
  await writeFile(file, settings.join('\n'));
  for (const path of [folder, file]) await chmod(path, 0o755);
  // It refuses to run as root.
  const [command = '', ...args] = [...(process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : []), PGBOUNCER ?? '', file];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`PgBouncer ended: ${printed}`)));
    child.stderr.on('data', (text: Buffer) => {
      printed += text;
      if (printed.includes('process up')) resolve();
    });
  });
  return `postgresql://${username}@127.0.0.1:${listenPort}/postgres`;
}
