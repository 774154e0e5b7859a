import { AvatarError } from './errors';
import { RETRY_AFTER_SECONDS } from './limits';

/** Lets a bounded number of tasks run at once and a bounded number wait, first come, first served. */
export interface Gate {
  /** Runs the task when there is room. @throws AvatarError busy, at once, when too many wait already. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

/**
 * @param running how many may run at once: for decoding, the number of cores; more only makes all of them slower.
 * @param waiting how many may wait. Those beyond are told to come back, which costs less than letting memory fill with uploads.
 */
export function createGate(running: number, waiting: number): Gate {
  let free = running;
  const queue: (() => void)[] = [];
  return {
    async run(task) {
      if (free > 0) free -= 1;
      else if (queue.length < waiting) await new Promise<void>((admit) => queue.push(admit));
      else {
        throw new AvatarError('busy', `More pictures are being processed than fit. Try again in ${RETRY_AFTER_SECONDS} seconds.`, {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      try {
        return await task();
      } finally {
        const next = queue.shift();
        // The place passes on without being free in between, so that nobody can jump the queue.
        if (next) next();
        else free += 1;
      }
    },
  };
}
