import { isAvatarError } from '@/lib/errors';
import { MAX_XMP_BYTES, METADATA_SECONDS, METADATA_WAIT_SECONDS } from '@/lib/imaging/limits';
import type { EmbeddedMetadata, MetadataReader } from '@/lib/imaging/types';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { measureXmp } from './measure-xmp';
import { createThread, ThreadFailedError, workerFile } from './thread';

/** A {@link MetadataReader} in a thread that starts on demand and ends when idle. */
export interface MetadataThread {
  read: MetadataReader;
  /** Terminates the thread, even during a task. */
  close(): Promise<void>;
}

/** Heap limit for the objects of a parsed file. 100,000 bytes of XMP become 12 million. */
const HEAP_MIB = 128;

/** Idle time after which the thread ends, in milliseconds. It restarts in 0.1 s. */
const IDLE_MS = 30_000;

/**
 * Creates the reader without starting a thread. Nested XMP takes the library a second per 100,000 bytes or so, which must not block the
 * event loop.
 *
 * @param seconds time limit for a file, without its wait for other files and for the start of the thread
 * @param waitSeconds maximum wait for other files
 * @param report receives internal errors, which files did not cause
 */
export function createMetadataThread({
  seconds = METADATA_SECONDS,
  waitSeconds = METADATA_WAIT_SECONDS,
  filename = workerFile('metadata-worker.mjs'),
  report,
}: {
  seconds?: number;
  waitSeconds?: number;
  filename?: string;
  report: (error: unknown) => void;
}): MetadataThread {
  const thread = createThread<EmbeddedMetadata | null>({ filename, idleMs: IDLE_MS, heapMib: HEAP_MIB });
  // Piscina would queue tasks as well, but the time limit would include the wait.
  const semaphore = createSemaphore({ tasks: 1, waitSeconds });

  async function readNow(bytes: Uint8Array): Promise<EmbeddedMetadata | null> {
    const name = measureXmp(bytes) > MAX_XMP_BYTES ? 'readWithoutXmp' : 'default';
    let limit: AbortSignal | undefined;
    try {
      await thread.start();
      limit = AbortSignal.timeout(seconds * 1000);
      return await thread.run(bytes, limit, name);
    } catch (error) {
      if (error instanceof ThreadFailedError || !(limit?.aborted || isOutOfMemory(error))) report(error);
      return null;
    }
  }

  return {
    read: (bytes) => semaphore.run(UNKNOWN_COST, () => readNow(bytes)).catch(nullIfBusy),
    close: thread.close,
  };
}

/** The duration of a file is unknown, so none is refused before it has waited; its bytes are counted elsewhere. */
const UNKNOWN_COST = { bytes: 0, seconds: 0 };

function nullIfBusy(error: unknown): null {
  if (isAvatarError(error) && error.code === 'busy') return null;
  throw error;
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
