import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Dump } from '@/lib/db/backup/dump';
import { linesOf } from './lines';

/** Longest path of a Unix socket on Linux and macOS, in bytes. */
const MAX_PATH_BYTES = 103;

function socketPath(dataDir: string): string | undefined {
  const path = join(dataDir, 'backup.sock');
  return process.platform === 'win32' || Buffer.byteLength(path) > MAX_PATH_BYTES ? undefined : path;
}

/**
 * Lets `npm run backup` dump the embedded database while this process has it open: only one process may open its folder. The Unix socket
 * lies in the data folder, and its mode admits the user of the server alone.
 * @returns ends it
 */
export async function serveDumps(dataDir: string, dump: Dump, report: (error: unknown) => void): Promise<() => Promise<void>> {
  const path = socketPath(dataDir);
  if (path === undefined) return async () => {};
  // Left by a process that was killed. The lock on the folder excludes a living one.
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    // A dump starts on request, because connecting alone only checks that a server listens.
    socket.once('data', () => {
      dump((line) => send(socket, line)).then(
        () => socket.end(),
        (error) => {
          if (!socket.destroyed) report(error);
          socket.destroy();
        },
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.once('error', (error) => {
      report(error);
      resolve();
    });
    server.listen(path, resolve);
  });
  return async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

function send(socket: Socket, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error('The backup has ended'));
    socket.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** Connects to the process that has the embedded database open. @returns null if none listens */
export async function connectToDump(dataDir: string): Promise<Dump | null> {
  const path = socketPath(dataDir);
  if (path === undefined || !(await isListening(path))) return null;
  return async (write) => {
    const socket = connect(path);
    socket.write('dump\n');
    // readline does not pass errors of its input on.
    const failed = new Promise<never>((_resolve, reject) => socket.once('error', reject));
    failed.catch(() => {});
    const read = async () => {
      for await (const line of linesOf(socket)) await write(line);
    };
    await Promise.race([failed, read()]);
  };
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
