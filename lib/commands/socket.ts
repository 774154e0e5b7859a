import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { isListening, listenLocally, socketPath } from '@/lib/sockets/local-socket';
import type { Caller, CommandServices, Terminal } from './ports';

const NAME = 'admin.sock';

/** The server calls the terminal of the client, one call after the other, and tells it the exit code. Each is a line of JSON. */
type FromServer = Call | { exit: number };
interface Call {
  call: keyof Terminal;
  args: never[];
}
/** The client sends the arguments of the command and its working directory, then the result of each call. */
type FromClient = { argv: readonly string[]; cwd: string } | { value: unknown } | { error: string };

/**
 * Runs commands of `npm run admin` while this process has the embedded database open: only one process may open its folder. The Unix
 * socket lies in the data folder. The code of the commands is loaded with the first of them.
 * @returns ends it, and waits for the current step of each command: it may be writing to the database
 */
export async function serveCommands(
  dataDir: string,
  services: CommandServices,
  report: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const path = socketPath(dataDir, NAME);
  if (path === undefined) return async () => {};
  const running = new Set<Promise<void>>();
  const handle = (socket: Socket) => {
    const command = serveCommand(socket, services)
      .catch((error) => {
        if (!socket.destroyed) report(error);
        socket.destroy();
      })
      .finally(() => running.delete(command));
    running.add(command);
  };
  const stop = await listenLocally(path, handle, report);
  return async () => {
    await stop();
    await Promise.all(running);
  };
}

async function serveCommand(socket: Socket, services: CommandServices): Promise<void> {
  const interruption = new AbortController();
  // The client has left, or the server ends.
  socket.once('close', () => interruption.abort());
  const receive = receiver<FromClient>(socket);
  const first = await receive();
  // A client that only checks whether a server listens.
  if (!first || !('argv' in first)) return void socket.end();
  const { parseAndRun } = await import('./parse-and-run');
  const caller: Caller = { cwd: first.cwd, input: null, interruption: () => interruption.signal };
  const code = await parseAndRun(first.argv, { services, terminal: remoteTerminal(socket, receive), caller });
  await send(socket, { exit: code } satisfies FromServer);
  socket.end();
}

/** A terminal at the other end of the socket. */
function remoteTerminal(socket: Socket, receive: () => Promise<FromClient | null>): Terminal {
  async function call<T>(name: keyof Terminal, ...args: unknown[]): Promise<T> {
    await send(socket, { call: name, args });
    const answer = await receive();
    if (!answer) throw new Error('The terminal of the command is gone');
    if ('error' in answer) throw new Error(answer.error);
    if (!('value' in answer)) throw new Error('Expected the result of a call');
    return answer.value as T;
  }
  return {
    print: (text) => call('print', text),
    warn: (text) => call('warn', text),
    ask: (question) => call('ask', question),
    password: (fromStdin) => call('password', fromStdin),
    createFile: (path) => call('createFile', path),
    appendToFile: (base64) => call('appendToFile', base64),
    closeFile: () => call('closeFile'),
  };
}

/** Sends a command to the process that has the embedded database open. @returns its exit code; null if none listens */
export async function runInServer(
  dataDir: string,
  argv: readonly string[],
  { terminal, cwd }: { terminal: Terminal; cwd: string },
): Promise<number | null> {
  const path = socketPath(dataDir, NAME);
  if (path === undefined || !(await isListening(path))) return null;
  const socket = connect(path);
  // A failure ends the lines, which is handled below.
  socket.on('error', () => {});
  const receive = receiver<FromServer>(socket);
  await send(socket, { argv, cwd } satisfies FromClient);
  for (;;) {
    const message = await receive();
    if (!message) throw new Error('The server has stopped before the command ended. Run it again to see what it did.');
    if ('exit' in message) {
      socket.end();
      return message.exit;
    }
    const answer = await answerTo(message, argv, terminal).then(
      (value) => ({ value: value ?? null }),
      (error) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    await send(socket, answer);
  }
}

/**
 * Runs a call on the terminal of this process. Its user may have more rights than the server, which must not write to other files than the
 * one in the arguments.
 */
async function answerTo({ call, args }: Call, argv: readonly string[], terminal: Terminal): Promise<unknown> {
  const [file] = args;
  if (call === 'createFile' && !argv.some((argument) => argument === file || argument === `--output=${file}`))
    throw new Error(`The server asked for the file ${file}, which the command does not name.`);
  const method: (...args: never[]) => Promise<unknown> = terminal[call];
  return method(...args);
}

function send(socket: Socket, message: object): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error('The other end of the socket is gone'));
    socket.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** Reads messages one by one. Each is null after the end. */
function receiver<T>(socket: Socket): () => Promise<T | null> {
  const reader = createInterface({ input: socket });
  // readline does not hear of a connection that breaks.
  socket.once('close', () => reader.close());
  const lines = reader[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await lines.next();
    return done ? null : JSON.parse(value);
  };
}
