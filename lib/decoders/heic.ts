import { join } from 'node:path';
import { Piscina } from 'piscina';
import { AvatarError } from '@/lib/avatars/errors';
import { HEIC_IDLE_MS, HEIC_SECONDS } from '@/lib/avatars/limits';
import type { HeicDecoder, RoomyPixels } from '@/lib/avatars/ports';

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

/** By its place on disk, since a bundle has no file for it; the server's folder is always the project's. */
const WORKER = join(/* turbopackIgnore: true */ process.cwd(), 'lib/decoders/heic-worker.mjs');

/** What `heic-worker.mjs` returns. */
type Decoded = (Omit<RoomyPixels, 'data'> & { data: Uint8Array<ArrayBuffer> }) | { damaged: string };

/**
 * Starts no thread yet.
 * @param seconds how long one picture may take, from when it is handed over: who has several hands them over one after another
 */
export function createHeicThread({
  seconds = HEIC_SECONDS,
  idleMs = HEIC_IDLE_MS,
  filename = WORKER,
  timeout = (ms: number) => AbortSignal.timeout(ms),
} = {}): HeicThread {
  const pool = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
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
  });

  async function decode(bytes: Uint8Array): Promise<RoomyPixels> {
    const limit = timeout(seconds * 1000);
    const broken = breakdown.signal;
    // The caller needs its bytes again, so the thread gets a copy; handed over whole, since a view would bring all that is around it.
    const copy = Uint8Array.from(bytes);
    const decoded: Decoded = await pool
      .run(copy, { signal: AbortSignal.any([limit, broken]), transferList: [copy.buffer] })
      .catch((error: unknown) => {
        // Anything else is no fault of the file: a thread that cannot start or is ended, or memory that is missing.
        if (broken.aborted) throw new Error('The thread that decodes HEIC broke down', { cause: broken.reason });
        if (!limit.aborted) throw error;
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

  return {
    decode,
    threads: () => pool.threads.map(({ threadId }) => threadId),
    close: () => pool.destroy(),
  };
}
