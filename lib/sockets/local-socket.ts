import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** Longest path of a Unix socket on Linux and macOS, in bytes. */
const MAX_PATH_BYTES = 103;

/** The path of a Unix socket in the data folder. @returns undefined where there are none, or the path is too long for one */
export function socketPath(dataDir: string, name: string): string | undefined {
  const path = join(dataDir, name);
  return process.platform === 'win32' || Buffer.byteLength(path) > MAX_PATH_BYTES ? undefined : path;
}

/**
 * Listens on a Unix socket that admits the user of this process alone. A caller holds the lock on the data folder, so that a socket in it
 * is one that a killed process has left.
 * @param handle is called with each connection; it may not throw
 * @returns ends it, with all connections, and removes the socket
 */
export async function listenLocally(
  path: string,
  handle: (socket: Socket) => void,
  report: (error: unknown) => void,
): Promise<() => Promise<void>> {
  // Without the socket the server does everything else.
  await rm(path, { force: true }).catch(report);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    handle(socket);
  });
  await new Promise<void>((resolve) => {
    server.once('error', (error) => {
      report(error);
      resolve();
    });
    // `listen` creates the socket before it returns, so that no other file gets this mode.
    const before = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
  return async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** Whether a process listens on this socket. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
