import { join } from 'node:path';
import { Piscina } from 'piscina';
import { AvatarError } from '@/lib/avatars/errors';
import { createGate } from '@/lib/avatars/gate';
import { HEIC_IDLE_MS, HEIC_QUEUE, HEIC_SECONDS } from '@/lib/avatars/limits';
import type { HeicDecoder, Pixels } from '@/lib/avatars/ports';

/** A {@link HeicDecoder} in a thread that is started when it is first needed and ended when nobody needs it. */
export interface HeicThread {
  decode: HeicDecoder;
  /** Whether there is a thread at this moment. */
  isRunning(): boolean;
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>;
}

/** JavaScript objects are few: the picture is in the memory of the WebAssembly module and in one buffer, neither of which counts here. */
const HEAP_MIB = 128;

/**
 * Starts no thread yet.
 * @param seconds how long one picture may take. The time that it waits for its turn does not count.
 */
export function createHeicThread({ seconds = HEIC_SECONDS, idleMs = HEIC_IDLE_MS, waiting = HEIC_QUEUE } = {}): HeicThread {
  const pool = new Piscina({
    // By its place on disk, since a bundle has no file for it; the server's folder is always the project's.
    filename: join(/* turbopackIgnore: true */ process.cwd(), 'lib/decoders/heic-worker.mjs'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    // It has no business with secrets.
    env: {},
  });
  // Here and not in the pool, so that the clock starts when the picture's turn comes.
  const gate = createGate({ tasks: 1, waiting });

  async function run(bytes: Uint8Array): Promise<Pixels> {
    const limit = AbortSignal.timeout(seconds * 1000);
    // The caller needs its bytes again, so the thread gets a copy; handed over whole, since a view would bring all that is around it.
    const copy = Uint8Array.from(bytes);
    try {
      const { data, width, height, channels } = await pool.run(copy, { signal: limit, transferList: [copy.buffer] });
      return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), width, height, channels };
    } catch (error) {
      if (limit.aborted) {
        const message = `Opening this HEIC picture took more than ${seconds} seconds. Send a smaller one, or a JPEG.`;
        throw new AvatarError('too_complex', message, { limitSeconds: seconds }, { cause: error });
      }
      throw new AvatarError('corrupt_image', 'This HEIC picture is damaged or incomplete.', {}, { cause: error });
    }
  }

  return {
    decode: (bytes) => gate.run(0, () => run(bytes)),
    isRunning: () => pool.threads.length > 0,
    close: () => pool.destroy(),
  };
}
