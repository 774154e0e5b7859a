import { METADATA_SECONDS } from '@/lib/avatars/limits';
import type { MetadataReader, Said } from '@/lib/avatars/ports';
import { createThread, ThreadBrokenError, workerFile } from './thread';

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
  filename = workerFile('metadata-worker.mjs'),
  report,
}: {
  seconds?: number;
  filename?: string;
  report: (error: unknown) => void;
}): MetadataThread {
  const thread = createThread<Said | null>({ filename, idleMs: IDLE_MS, heapMib: HEAP_MIB });
  return {
    async read(bytes) {
      const limit = AbortSignal.timeout(seconds * 1000);
      try {
        return await thread.run(bytes, limit);
      } catch (error) {
        if (error instanceof ThreadBrokenError || !(limit.aborted || isOutOfMemory(error))) report(error);
        return null;
      }
    },
    close: thread.close,
  };
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
