import { isAvatarError } from '@/lib/errors';
import { FACES_SECONDS, FACES_WAIT_SECONDS } from '@/lib/imaging/limits';
import type { Face, FaceFinder, Pixels } from '@/lib/imaging/types';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createThread, ThreadFailedError, workerFile } from './thread';

/** A {@link FaceFinder} in a thread that starts on demand and ends when idle. */
export interface FaceThread {
  find: FaceFinder;
  /** Terminates the thread, even during a task. */
  close(): Promise<void>;
}

/** Heap limit. The numbers are in buffers, which this limit does not cover: 20 MB for a picture. */
const HEAP_MIB = 64;

/** Idle time after which the thread ends, in milliseconds. It restarts in 0.1 s. */
const IDLE_MS = 30_000;

/**
 * Creates the finder without starting a thread. It computes for a tenth of a second to a second, which must not block the event loop.
 *
 * @param seconds time limit for a picture, without its wait for other pictures and for the start of the thread
 * @param waitSeconds maximum wait for other pictures
 * @param report receives internal errors, which pictures did not cause
 */
export function createFaceThread({
  seconds = FACES_SECONDS,
  waitSeconds = FACES_WAIT_SECONDS,
  filename = workerFile('face-worker.mjs'),
  report,
}: {
  seconds?: number;
  waitSeconds?: number;
  filename?: string;
  report: (error: unknown) => void;
}): FaceThread {
  const thread = createThread<Face[]>({ filename, idleMs: IDLE_MS, heapMib: HEAP_MIB });
  const semaphore = createSemaphore({ tasks: 1, waitSeconds });

  async function findNow(picture: Pixels): Promise<Face[]> {
    let limit: AbortSignal | undefined;
    try {
      await thread.start();
      limit = AbortSignal.timeout(seconds * 1000);
      return await thread.run(messageOf(picture), limit);
    } catch (error) {
      if (error instanceof ThreadFailedError || !limit?.aborted) report(error);
      return [];
    }
  }

  return {
    find: (picture) => semaphore.run({ bytes: 0, seconds: 0 }, () => findNow(picture)).catch(noneIfBusy),
    close: thread.close,
  };
}

/** The form in which `face-worker.mjs` reads a picture. */
function messageOf({ data, width, height, channels }: Pixels): Uint8Array {
  if (channels !== 3) throw new Error(`Expected opaque pixels, got ${channels} channels`);
  const message = Buffer.alloc(4 + data.byteLength);
  message.writeUInt16LE(width, 0);
  message.writeUInt16LE(height, 2);
  data.copy(message, 4);
  return message;
}

function noneIfBusy(error: unknown): Face[] {
  if (isAvatarError(error) && error.code === 'busy') return [];
  throw error;
}
