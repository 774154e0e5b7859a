import { connect, type Socket } from 'node:net';
import type { Dump } from '@/lib/db/backup/dump';
import { isListening, listenLocally, socketPath } from '@/lib/sockets/local-socket';
import { linesOf } from './lines';

const NAME = 'backup.sock';

/**
 * Lets `npm run backup` dump the embedded database while this process has it open: only one process may open its folder. The Unix socket
 * lies in the data folder.
 * @returns ends it
 */
export async function serveDumps(dataDir: string, dump: Dump, report: (error: unknown) => void): Promise<() => Promise<void>> {
  const path = socketPath(dataDir, NAME);
  if (path === undefined) return async () => {};
  const handle = (socket: Socket) => {
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
  };
  return listenLocally(path, handle, report);
}

function send(socket: Socket, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error('The backup has ended'));
    socket.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** Connects to the process that has the embedded database open. @returns null if none listens */
export async function connectToDump(dataDir: string): Promise<Dump | null> {
  const path = socketPath(dataDir, NAME);
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
