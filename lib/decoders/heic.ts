import { AvatarError } from '@/lib/errors';
import { HEIC_IDLE_MS, HEIC_SECONDS } from '@/lib/imaging/limits';
import type { HeicDecoder, PaddedPixels } from '@/lib/imaging/types';
import { createThread, ThreadFailedError, workerFile } from './thread';

/** A {@link HeicDecoder} in a thread that starts on demand and ends when idle. */
export interface HeicThread {
  decode: HeicDecoder;
  /** IDs of the running threads: one at most. */
  threads(): number[];
  /** Terminates the thread, even during a task. */
  close(): Promise<void>;
}

/** Heap limit. JavaScript objects are few: the picture is in WebAssembly memory and in one buffer, which this limit does not cover. */
const HEAP_MIB = 128;

/** Result of `heic-worker.mjs`. */
type Decoded = (Omit<PaddedPixels, 'data'> & { data: Uint8Array<ArrayBuffer> }) | { damaged: string };

/**
 * Creates the decoder without starting a thread.
 * @param seconds time limit for a picture, counted from the call; callers pass one picture at a time
 */
export function createHeicThread({
  seconds = HEIC_SECONDS,
  idleMs = HEIC_IDLE_MS,
  filename = workerFile('heic-worker.mjs'),
  timeout = (ms: number) => AbortSignal.timeout(ms),
} = {}): HeicThread {
  const thread = createThread<Decoded>({ filename, idleMs, heapMib: HEAP_MIB });

  async function decode(bytes: Uint8Array): Promise<PaddedPixels> {
    const limit = timeout(seconds * 1000);
    const decoded = await thread.run(bytes, limit).catch((error: unknown) => {
      // Other errors do not indicate a damaged file: the thread failed to start or was terminated, or memory is missing.
      if (error instanceof ThreadFailedError || !limit.aborted) throw error;
      const message = `Opening this HEIC picture took more than ${seconds} seconds. Send a smaller one, or a JPEG.`;
      throw new AvatarError('too_complex', message, { limitSeconds: seconds }, { cause: error });
    });
    if ('damaged' in decoded) {
      const cause = new Error(decoded.damaged);
      throw new AvatarError('corrupt_image', 'This HEIC picture is damaged or incomplete.', { stage: 'pixels' }, { cause });
    }
    const { data, ...rest } = decoded;
    return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), ...rest };
  }

  return { decode, threads: thread.ids, close: thread.close };
}
