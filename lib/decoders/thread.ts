import { join } from 'node:path';
import { Piscina } from 'piscina';

/** Runs one file of this folder in a thread that starts on demand and ends when idle. */
export interface Thread<T> {
  /**
   * Resolves when the thread has loaded its worker, which must export `ready`. Time limits of tasks start after that: on a busy machine
   * a start takes seconds, whatever the file.
   *
   * @throws ThreadFailedError if the thread cannot start
   */
  start(): Promise<void>;
  /**
   * Runs the worker on these bytes, after earlier tasks. The caller keeps its bytes.
   *
   * @param limit terminates the thread when aborted
   * @param name of an exported function; the default export if omitted
   * @throws ThreadFailedError if the thread cannot start; errors of the worker; an AbortError at the limit
   */
  run(bytes: Uint8Array, limit: AbortSignal, name?: string): Promise<T>;
  /** IDs of the running threads: one at most. */
  ids(): number[];
  /** Terminates the thread, even during a task. */
  close(): Promise<void>;
}

export class ThreadFailedError extends Error {
  override name = 'ThreadFailedError';
}

/** The task of `ready`, which needs no bytes. */
const NOTHING = new Uint8Array();

/** Maximum time to start a thread in milliseconds. A quiet machine takes a tenth of a second, a busy one a few seconds. */
const START_MS = 10_000;

/** Path of a worker on disk, since a bundle contains no file for it. The server runs in the project folder. */
export function workerFile(name: string): string {
  return join(/* turbopackIgnore: true */ process.cwd(), 'lib/decoders', name);
}

/** Creates the pool without starting a thread. @param heapMib maximum heap of the thread; beyond that it is terminated */
export function createThread<T>({ filename, idleMs, heapMib }: { filename: string; idleMs: number; heapMib: number }): Thread<T> {
  const pool = new Piscina<Uint8Array<ArrayBuffer>, T>({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: heapMib },
    // The worker needs no secrets.
    env: {},
  });

  // A thread that fails during its start reports this only to the pool. Without a listener the error would end the server, and the pool
  // would retry endlessly.
  let startFailure = new AbortController();
  pool.on('error', (error) => {
    startFailure.abort(error);
    startFailure = new AbortController();
  });

  async function runOrFail(task: (signal: AbortSignal) => Promise<T>, limit: AbortSignal): Promise<T> {
    const failed = startFailure.signal;
    try {
      return await task(AbortSignal.any([limit, failed]));
    } catch (error) {
      throw failed.aborted ? new ThreadFailedError('The worker thread failed before it started', { cause: failed.reason }) : error;
    }
  }

  return {
    async start() {
      const limit = AbortSignal.timeout(START_MS);
      // A task of its own: the pool does not tell when a thread is ready.
      await runOrFail((signal) => pool.run(NOTHING, { name: 'ready', signal }), limit).catch((error) => {
        throw limit.aborted ? new ThreadFailedError('The worker thread did not start in time', { cause: error }) : error;
      });
    },
    async run(bytes, limit, name) {
      // The thread gets a copy, since the caller needs its bytes; transferring a view would transfer the whole underlying buffer.
      // `Uint8Array.from` may copy byte by byte, which blocks the event loop for up to 40 ms for 25 MB.
      const copy = new Uint8Array(bytes);
      return runOrFail((signal) => pool.run(copy, { name, signal, transferList: [copy.buffer] }), limit);
    },
    ids: () => pool.threads.map(({ threadId }) => threadId),
    close: () => pool.destroy(),
  };
}
