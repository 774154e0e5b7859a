import { isAvatarError } from '@/lib/errors';
import { MAX_XMP_BYTES, METADATA_SECONDS, METADATA_WAIT_SECONDS } from '@/lib/imaging/limits';
import type { EmbeddedMetadata, MetadataReader } from '@/lib/imaging/types';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { measureXmp } from './measure-xmp';
import { createThread, ThreadFailedError, workerFile } from './thread';

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
 * @param seconds how long one file may take, from its turn on: it does not answer for what others take
 * @param waitSeconds how long one file waits for its turn
 * @param report what went wrong that is no fault of the file
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
  // The thread would let them wait as well, and start the clock before their turn.
  const semaphore = createSemaphore({ tasks: 1, waitSeconds });

  async function readNow(bytes: Uint8Array): Promise<EmbeddedMetadata | null> {
    const limit = AbortSignal.timeout(seconds * 1000);
    const name = measureXmp(bytes) > MAX_XMP_BYTES ? 'readWithoutXmp' : 'default';
    try {
      return await thread.run(bytes, limit, name);
    } catch (error) {
      if (error instanceof ThreadFailedError || !(limit.aborted || isOutOfMemory(error))) report(error);
      return null;
    }
  }

  return {
    read: (bytes) => semaphore.run(UNKNOWN, () => readNow(bytes)).catch(nothingWhenBusy),
    close: thread.close,
  };
}

/** Nobody knows beforehand how long a file takes, so nobody is sent away before having waited; its bytes are counted elsewhere. */
const UNKNOWN = { bytes: 0, seconds: 0 };

function nothingWhenBusy(error: unknown): null {
  if (isAvatarError(error) && error.code === 'busy') return null;
  throw error;
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
