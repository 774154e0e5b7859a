import { join } from 'node:path';
import { Piscina } from 'piscina';
import { METADATA_SECONDS } from '@/lib/avatars/limits';
import type { MetadataReader } from '@/lib/avatars/ports';

/** A {@link MetadataReader} in a thread that is started when it is first needed and ended when nobody needs it. */
export interface MetadataThread {
  read: MetadataReader;
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>;
}

/** What the objects may take that a file is turned into. A hundred thousand bytes of XMP become twelve million. */
const HEAP_MIB = 128;

/** After how long without a file the thread is ended, in milliseconds. It starts again in 0.1 s. */
const IDLE_MS = 30_000;

/**
 * Starts no thread yet. Text of nested elements takes the library a second for some hundred thousand bytes, so that it must not be read
 * where everybody else is served from.
 *
 * @param seconds how long one file may take, with the time that it waits for its turn
 * @param report what went wrong that is no fault of the file
 */
export function createMetadataThread({
  seconds = METADATA_SECONDS,
  report,
}: {
  seconds?: number;
  report: (error: unknown) => void;
}): MetadataThread {
  const pool = new Piscina({
    // By its place on disk, since a bundle has no file for it; the server's folder is always the project's.
    filename: join(/* turbopackIgnore: true */ process.cwd(), 'lib/decoders/metadata-worker.mjs'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    // It has no business with secrets.
    env: {},
  });
  // A thread that ends before it has begun tells only the pool, which would try again and again, and without a listener end the server.
  let breakdown = new AbortController();
  pool.on('error', (error) => {
    breakdown.abort(error);
    breakdown = new AbortController();
    report(error);
  });
  return {
    async read(bytes) {
      const limit = AbortSignal.any([AbortSignal.timeout(seconds * 1000), breakdown.signal]);
      // The caller needs its bytes again, so the thread gets a copy; handed over whole, since a view would bring all that is around it.
      const copy = Uint8Array.from(bytes);
      try {
        return await pool.run(copy, { signal: limit, transferList: [copy.buffer] });
      } catch (error) {
        if (!limit.aborted && !isOutOfMemory(error)) report(error);
        return null;
      }
    },
    close: () => pool.destroy(),
  };
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
