import { AvatarError } from '@/lib/errors';
import { withStatedColours } from '@/lib/imaging/colour/embed-profile';
import { countEndDecodes, withCompleteEnd } from '@/lib/imaging/decode/complete';
import { convertHeicToTiff } from '@/lib/imaging/decode/heic';
import { type Deadline, deadlineIn } from '@/lib/imaging/decode/pixels';
import type { Source } from '@/lib/imaging/decode/source';
import type { HeicDecoder } from '@/lib/imaging/types';
import { decodingCost } from './cost';
import { type Cost, createSemaphore, type Semaphore } from './semaphore';

/** Work on a picture that holds a slot of the queue. */
export type Task<T> = (readable: Uint8Array<ArrayBufferLike>, deadline: Deadline) => Promise<T>;

/** The queues for decoding: one for each kind of decoder. */
export interface DecodeQueue {
  /**
   * Runs a task when its cost fits.
   *
   * @param task receives bytes that libvips can read, and the deadline for decoding them; must not use them after it ends
   * @param cropSide side of the crop in pixels
   * @param extra additional cost
   * @throws AvatarError busy, heic_unsupported, and the errors of {@link HeicDecoder}
   */
  run<T>(source: Source, task: Task<T>, cropSide?: number, extra?: Cost): Promise<T>;
}

const NOTHING: Cost = { bytes: 0, seconds: 0 };

/**
 * HEIC has its own queue, which holds its slot from decoding until the task ends. Other formats do not wait for its slow decoder, a HEIC
 * waits only once, and the pixels of only one HEIC are in memory.
 *
 * @param semaphore for all other formats
 * @param decode null if HEIC is disabled
 * @param heicSemaphore for HEIC
 */
export function createDecodeQueue(
  semaphore: Semaphore,
  decode: HeicDecoder | null,
  heicSemaphore: Semaphore = createSemaphore({ tasks: 1 }),
): DecodeQueue {
  return {
    async run(source, task, cropSide, extra = NOTHING) {
      const decoding = decodingCost(source, cropSide);
      const seconds = decoding.seconds * (1 + countEndDecodes(source.bytes));
      const cost = { bytes: decoding.bytes + extra.bytes, seconds: seconds + extra.seconds };
      if (source.format !== 'heic') {
        return semaphore.run(cost, async () => {
          const deadline = deadlineIn();
          return task(withStatedColours(await withCompleteEnd(source.bytes, deadline)), deadline);
        });
      }
      if (!decode) throw new AvatarError('heic_unsupported', 'This is a HEIC picture, and HEIC is disabled on this server.');
      // The HEIC decoder has its own time limit.
      return heicSemaphore.run(cost, async () => task(await convertHeicToTiff(withStatedColours(source.bytes), decode), deadlineIn()));
    },
  };
}
