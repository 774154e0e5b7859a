import { join } from 'node:path';
import { Piscina } from 'piscina';

/** Runs one file of this folder in a thread, which is started when it is first needed and ended when nobody needs it. */
export interface Thread<T> {
  /**
   * Runs it on these bytes, after those that were handed over before. The caller keeps them.
   *
   * @param limit ends the thread when it is aborted
   * @param name of the function of the file, when it is not its default
   * @throws ThreadBrokenError when the thread cannot start; what the file throws; an AbortError at the limit
   */
  run(bytes: Uint8Array, limit: AbortSignal, name?: string): Promise<T>;
  /** Numbers of the threads that there are at this moment: one at most. */
  ids(): number[];
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>;
}

export class ThreadFailedError extends Error {
  override name = 'ThreadBrokenError';
}

/** Where a worker is on disk, since a bundle has no file for it; the server's folder is always the project's. */
export function workerFile(name: string): string {
  return join(/* turbopackIgnore: true */ process.cwd(), 'lib/decoders', name);
}

/** Starts no thread yet. @param heapMib most that its JavaScript objects may take; beyond that it is ended */
export function createThread<T>({ filename, idleMs, heapMib }: { filename: string; idleMs: number; heapMib: number }): Thread<T> {
  const pool = new Piscina<Uint8Array<ArrayBuffer>, T>({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: heapMib },
    // It has no business with secrets.
    env: {},
  });

  // A thread that ends before it has begun tells only the pool, which would try again and again, and without a listener end the server.
  let breakdown = new AbortController();
  pool.on('error', (error) => {
    breakdown.abort(error);
    breakdown = new AbortController();
  });

  return {
    async run(bytes, limit, name) {
      const failed = breakdown.signal;
      // The caller needs its bytes again, so the thread gets a copy; handed over whole, since a view would bring all that is around it.
      // As one block: `Uint8Array.from` may go byte by byte, which takes up to 40 ms for 25 MB, and nobody else is answered meanwhile.
      const copy = new Uint8Array(bytes);
      try {
        return await pool.run(copy, { name, signal: AbortSignal.any([limit, failed]), transferList: [copy.buffer] });
      } catch (error) {
        throw failed.aborted ? new ThreadFailedError('The worker thread failed before it started', { cause: failed.reason }) : error;
      }
    },
    ids: () => pool.threads.map(({ threadId }) => threadId),
    close: () => pool.destroy(),
  };
}
