import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import type { ExecuteProtocol } from './stream';

/** An embedded PostgreSQL that is open. */
export interface Engine {
  execute: ExecuteProtocol;
  close(): Promise<void>;
}

/** Called when the embedded database is broken beyond a restart of the process, with words for whoever runs it. */
export type OnFatal = (message: string) => void;

/** Thrown when it cannot be opened; the message is meant for the person who started the server. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}

/** Over one that runs in this thread, for tests and scripts. Closing it closes that. */
export function engineOf(pglite: PGlite): Engine {
  return { execute: (messages) => pglite.execProtocolRaw(messages), close: () => pglite.close() };
}

const WORKER = 'lib/db/embedded/worker.mjs';

/** How often it is looked at whether the thread still answers. A machine that slept has missed these looks, and not used up the time. */
const CHECK_MS = 1_000;

interface Task {
  resolve(reply: Uint8Array): void;
  reject(error: Error): void;
}

/** In milliseconds. */
export interface Patience {
  ms: number;
}

interface StartOptions {
  /** Where its files are; in memory when undefined. */
  folder: string | undefined;
  /**
   * Told when the thread ended, broke down or does not answer. Then the process must end: nothing that was acknowledged is lost, and
   * nothing but a new start helps.
   */
  onFatal: OnFatal;
  /** Longest that it may take to open, or to answer; may be changed while it runs, since a migration takes longer than a request. */
  patience: Patience;
  file?: string;
}

/** Opens the embedded database in a thread of its own. @throws EmbeddedDatabaseError */
export async function startEngine({
  folder,
  onFatal,
  patience,
  file = join(/* turbopackIgnore: true */ process.cwd(), WORKER),
}: StartOptions): Promise<Engine> {
  const name = `The embedded database in ${folder ?? 'memory'}`;
  const tasks = new Map<number, Task>();
  let [lastId, checks, isOpen, isClosed] = [0, 0, false, false];
  let failed: EmbeddedDatabaseError | undefined;
  // It has no business with our secrets.
  const worker = new Worker(/* turbopackIgnore: true */ file, { workerData: { folder }, env: {} });

  function breakDown(what: string): void {
    if (failed || isClosed) return;
    failed = new EmbeddedDatabaseError(`${name} ${what}. ${ADVICE}`);
    clearInterval(watch);
    if (isOpen) onFatal(failed.message);
    for (const { reject } of tasks.values()) reject(failed);
    tasks.clear();
    void worker.terminate();
  }

  const watch = setInterval(() => {
    checks = tasks.size === 0 ? 0 : checks + 1;
    if (checks * CHECK_MS >= patience.ms) breakDown(`has not answered for ${checks} s`);
  }, CHECK_MS).unref();

  worker.on('message', ({ id, reply, failure }: { id: number; reply?: Uint8Array; failure?: string }) => {
    checks = 0;
    if (failure !== undefined) return breakDown(`broke down: ${failure}`);
    const task = tasks.get(id);
    tasks.delete(id);
    task?.resolve(reply ?? new Uint8Array());
  });
  worker.on('error', (error) => breakDown(isOpen ? `broke down: ${error.message}` : `cannot be opened: ${error.message}`));
  worker.on('exit', (code) => breakDown(`ended by itself with code ${code}`));

  function call(id: number, message?: Uint8Array | null): Promise<Uint8Array> {
    if (failed) return Promise.reject(failed);
    return new Promise((resolve, reject) => {
      tasks.set(id, { resolve, reject });
      // A copy of its own, since a view would take all that is around it along.
      if (message !== undefined) worker.postMessage({ id, message: message && new Uint8Array(message) });
    });
  }

  try {
    await call(0);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  isOpen = true;

  return {
    async execute(messages) {
      lastId += 1;
      const reply = await call(lastId, messages);
      const severity = fatalSeverity(reply);
      if (severity) breakDown(`ended with the severity ${severity}`);
      return reply;
    },
    async close() {
      lastId += 1;
      await call(lastId, null);
      isClosed = true;
      clearInterval(watch);
      await worker.terminate();
    },
  };
}

const ADVICE = 'Is its disk full, gone or read-only? Make room and start again; what was acknowledged is kept.';

const ERROR_RESPONSE = 0x45;

/** After these PostgreSQL ends its process, which the embedded one cannot do: it would go on with what it no longer trusts itself. */
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
