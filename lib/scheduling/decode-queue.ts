import { AvatarError } from '@/lib/errors';
import { withStatedColours } from '@/lib/imaging/colour/embed-profile';
import { decodesOfEnd, withCompleteEnd } from '@/lib/imaging/decode/complete';
import { readable } from '@/lib/imaging/decode/heic';
import { type Deadline, deadlineIn } from '@/lib/imaging/decode/pixels';
import type { Source } from '@/lib/imaging/decode/source';
import type { HeicDecoder } from '@/lib/imaging/types';
import { decodingCost } from './cost';
import { type Cost, createSemaphore, type Semaphore } from './semaphore';

/** What is done with a picture while there is room for it. */
export type Task<T> = (readable: Uint8Array<ArrayBufferLike>, deadline: Deadline) => Promise<T>;

/** Where pictures are decoded, and who waits for whom. */
export interface DecodeQueue {
  /**
   * Runs a task on a picture when there is room for what it takes.
   *
   * @param task gets bytes that libvips reads, and is done with them when it ends; and by when these have to be decoded
   * @param cropSide of the square that it cuts out, in pixels
   * @param also what it takes beside that
   * @throws AvatarError busy, heic_unsupported, and what {@link HeicDecoder} throws
   */
  run<T>(source: Source, task: Task<T>, cropSide?: number, also?: Cost): Promise<T>;
}

const NOTHING: Cost = { bytes: 0, seconds: 0 };

/**
 * HEIC has a queue of its own, which holds its slot from decoding until the task ends. Other formats do not wait for its slow decoder, a
 * HEIC waits once, and the pixels of only one HEIC are in memory.
 *
 * @param semaphore of all others
 * @param decode null: HEIC is switched off
 */
export function createDecodeQueue(semaphore: Semaphore, decode: HeicDecoder | null): DecodeQueue {
  const heicSemaphore = createSemaphore({ tasks: 1 });
  return {
    async run(source, task, cropSide, also = NOTHING) {
      const decoding = decodingCost(source, cropSide);
      const seconds = decoding.seconds * (1 + decodesOfEnd(source.bytes));
      const cost = { bytes: decoding.bytes + also.bytes, seconds: seconds + also.seconds };
      if (source.format !== 'heic') {
        return semaphore.run(cost, async () => {
          const deadline = deadlineIn();
          return task(withStatedColours(await withCompleteEnd(source.bytes, deadline)), deadline);
        });
      }
      if (!decode) throw new AvatarError('heic_unsupported', 'This is a HEIC picture, and HEIC is disabled on this server.');
      // Its decoder has a limit of its own.
      return heicSemaphore.run(cost, async () => task(await readable(withStatedColours(source.bytes), decode), deadlineIn()));
    },
  };
}
