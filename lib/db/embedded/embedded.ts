import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import type { ExecuteProtocol } from './stream';

/** An open embedded PostgreSQL. */
export interface Engine {
  execute: ExecuteProtocol;
  close(): Promise<void>;
}

/** Called when only a restart of the process helps, with a message for its operator. */
export type OnFatal = (message: string) => void;

/** Thrown if the database cannot be opened. The message is for the person who started the server. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}

/** Wraps a PGlite in this thread, for tests and scripts. `close` closes it. */
export function wrapPglite(pglite: PGlite): Engine {
  return { execute: (messages) => pglite.execProtocolRaw(messages), close: () => pglite.close() };
}

const WORKER = 'lib/db/embedded/worker.mjs';

/** Interval of the watchdog, in milliseconds. It counts ticks and not time, so that a suspended machine does not trigger it. */
const CHECK_MS = 1_000;

interface Task {
  resolve(reply: Uint8Array): void;
  reject(error: Error): void;
}

/** In milliseconds. */
export interface WatchdogTimeout {
  ms: number;
}

interface StartOptions {
  /** The database folder; undefined for memory. */
  folder: string | undefined;
  /** Called when the thread ended, failed or hangs. The process must then end: only a restart helps, and no acknowledged write is lost. */
  onFatal: OnFatal;
  /** Watchdog timeout for opening and for each answer. It can change at run time: a migration takes longer than a request. */
  watchdog: WatchdogTimeout;
  /** A thread of `worker.mjs` that has opened nothing yet. Default: a new one. */
  thread?: Worker;
}

/** Starts a thread that opens a database with the first message. It needs none of the secrets in the environment. */
function startThread(): Worker {
  return new Worker(/* turbopackIgnore: true */ join(/* turbopackIgnore: true */ process.cwd(), WORKER), { env: {} });
}

/** Opens the embedded database in a worker thread. @throws EmbeddedDatabaseError */
export async function startEngine({ folder, onFatal, watchdog, thread = startThread() }: StartOptions): Promise<Engine> {
  const name = `The embedded database in ${folder ?? 'memory'}`;
  const tasks = new Map<number, Task>();
  let [lastId, checks, isOpen, isClosed] = [0, 0, false, false];
  let failed: EmbeddedDatabaseError | undefined;

  function fail(what: string): void {
    if (failed || isClosed) return;
    failed = new EmbeddedDatabaseError(`${name} ${what}. ${ADVICE}`);
    clearInterval(watch);
    if (isOpen) onFatal(failed.message);
    for (const { reject } of tasks.values()) reject(failed);
    tasks.clear();
    void thread.terminate();
  }

  const watch = setInterval(() => {
    checks = tasks.size === 0 ? 0 : checks + 1;
    if (checks * CHECK_MS >= watchdog.ms) fail(`has not answered for ${checks} s`);
  }, CHECK_MS).unref();

  thread.on('message', ({ id, reply, failure }: { id: number; reply?: Uint8Array; failure?: string }) => {
    checks = 0;
    if (failure !== undefined) return fail(`broke down: ${failure}`);
    const task = tasks.get(id);
    tasks.delete(id);
    task?.resolve(reply ?? new Uint8Array());
  });
  thread.on('error', (error) => fail(isOpen ? `broke down: ${error.message}` : `cannot be opened: ${error.message}`));
  thread.on('exit', (code) => fail(`ended by itself with code ${code}`));

  function call(request: { folder: string | undefined } | { message: Uint8Array | null }): Promise<Uint8Array> {
    if (failed) return Promise.reject(failed);
    return new Promise((resolve, reject) => {
      lastId += 1;
      tasks.set(lastId, { resolve, reject });
      thread.postMessage({ id: lastId, ...request });
    });
  }

  try {
    await call({ folder });
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  isOpen = true;

  return {
    async execute(messages) {
      // A copy, because posting a view would clone its whole buffer.
      const reply = await call({ message: new Uint8Array(messages) });
      const severity = fatalSeverity(reply);
      if (severity) fail(`ended with the severity ${severity}`);
      return reply;
    },
    async close() {
      await call({ message: null });
      isClosed = true;
      clearInterval(watch);
      await thread.terminate();
    },
  };
}

const ADVICE = 'Is its disk full, gone or read-only? Make room and start again; what was acknowledged is kept.';

const ERROR_RESPONSE = 0x45;

/** After these PostgreSQL ends its process. PGlite cannot, and would go on in an undefined state. */
const FATAL = /\0V(FATAL|PANIC)\0/;

function fatalSeverity(reply: Uint8Array): string | undefined {
  const bytes = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes.readUInt8(at) !== ERROR_RESPONSE) continue;
    const fields = bytes.toString('latin1', at + 5, at + 1 + bytes.readInt32BE(at + 1));
    const [, severity] = FATAL.exec(fields) ?? [];
    if (severity) return severity;
  }
  return undefined;
}
