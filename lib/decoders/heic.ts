import { AvatarError } from '@/lib/errors';
import { HEIC_IDLE_MS, HEIC_SECONDS } from '@/lib/imaging/limits';
import type { HeicDecoder, RoomyPixels } from '@/lib/imaging/types';
import { createThread, ThreadFailedError, workerFile } from './thread';

/** A {@link HeicDecoder} in a thread that is started when it is first needed and ended when nobody needs it. */
export interface HeicThread {
  decode: HeicDecoder;
  /** Numbers of the threads that there are at this moment: one at most. */
  threads(): number[];
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>;
}

/** JavaScript objects are few: the picture is in the memory of the WebAssembly module and in one buffer, neither of which counts here. */
const HEAP_MIB = 128;

/** What `heic-worker.mjs` returns. */
type Decoded = (Omit<RoomyPixels, 'data'> & { data: Uint8Array<ArrayBuffer> }) | { damaged: string };

/**
 * Starts no thread yet.
 * @param seconds how long one picture may take, from when it is handed over: who has several hands them over one after another
 */
export function createHeicThread({
  seconds = HEIC_SECONDS,
  idleMs = HEIC_IDLE_MS,
  filename = workerFile('heic-worker.mjs'),
  timeout = (ms: number) => AbortSignal.timeout(ms),
} = {}): HeicThread {
  const thread = createThread<Decoded>({ filename, idleMs, heapMib: HEAP_MIB });

  async function decode(bytes: Uint8Array): Promise<RoomyPixels> {
    const limit = timeout(seconds * 1000);
    const decoded = await thread.run(bytes, limit).catch((error: unknown) => {
      // Anything else is no fault of the file: a thread that cannot start or is ended, or memory that is missing.
      if (error instanceof ThreadFailedError || !limit.aborted) throw error;
      const message = `Opening this HEIC picture took more than ${seconds} seconds. Send a smaller one, or a JPEG.`;
      throw new AvatarError('too_complex', message, { limitSeconds: seconds }, { cause: error });
    });
    if ('damaged' in decoded) {
      const cause = new Error(decoded.damaged);
      throw new AvatarError('corrupt_image', 'This HEIC picture is damaged or incomplete.', {}, { cause });
    }
    const { data, ...rest } = decoded;
    return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), ...rest };
  }

  return { decode, threads: thread.ids, close: thread.close };
}
