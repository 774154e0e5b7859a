import { AvatarError } from './errors';
import { DECODED_PER_SECOND, GATE_PIXELS, type InputFormat, MAX_WAIT_SECONDS, RETRY_AFTER_SECONDS, TASK_PIXELS } from './limits';

/** Bounds what is decoded at once, by pixels and by number, and lets the others wait their turn, first come, first served. */
export interface Gate {
  /**
   * Runs the task when there is room for it.
   *
   * @param pixels that it decodes, over all frames of the source
   * @throws AvatarError busy: at once, when too much is ahead, or after having waited for too long
   */
  run<T>(pixels: number, task: () => Promise<T>): Promise<T>;
}

export interface GateBounds {
  /** How many may run at once: the number of cores; more only makes all of them slower. */
  tasks: number;
  /** How many pixels may be decoded at once. What has more than all of them runs alone. */
  pixels?: number;
  /** Pixels that one task decodes in a second, for estimates. */
  pixelsPerSecond?: number;
  /** Longest wait in seconds. Who would have to wait longer is told to come back, which costs less than letting memory fill up. */
  waitSeconds?: number;
  /** How many may wait, for as long as it takes, in place of a bound in seconds: for tasks that are no decoding of pixels. */
  waiting?: number;
}

interface Waiting {
  weight: number;
  admit: () => void;
}

/** Strictly in order: a large picture at the head holds back small ones, for as long as it waits, and can never be passed by for ever. */
export function createGate({
  tasks,
  pixels: capacity = GATE_PIXELS,
  pixelsPerSecond = DECODED_PER_SECOND,
  waitSeconds = MAX_WAIT_SECONDS,
  waiting: places,
}: GateBounds): Gate {
  const queue: Waiting[] = [];
  let running = 0;
  let decoding = 0;
  let waiting = 0;

  function fits(weight: number): boolean {
    return running < tasks && (running === 0 || decoding + weight <= capacity);
  }

  function enter(weight: number): void {
    running += 1;
    decoding += weight;
  }

  /** Places pass on without being free in between, so that nobody can jump the queue. */
  function admitNext(): void {
    for (let next = queue[0]; next && fits(next.weight); next = queue[0]) {
      remove(next);
      enter(next.weight);
      next.admit();
    }
  }

  function remove(entry: Waiting): void {
    queue.splice(queue.indexOf(entry), 1);
    waiting -= entry.weight;
  }

  function secondsAhead(): number {
    return (decoding + waiting) / (pixelsPerSecond * tasks);
  }

  async function turn(weight: number): Promise<void> {
    if (queue.length === 0 && fits(weight)) {
      enter(weight);
      return;
    }
    if (places === undefined ? secondsAhead() > waitSeconds : queue.length >= places)
      throw busy(places === undefined ? secondsAhead() : RETRY_AFTER_SECONDS);
    await new Promise<void>((resolve, reject) => {
      const entry = { weight, admit };
      const impatience = places === undefined ? setTimeout(leave, waitSeconds * 1000) : undefined;
      function leave() {
        remove(entry);
        // The next one may be smaller, and fit.
        admitNext();
        reject(busy(secondsAhead()));
      }
      function admit() {
        clearTimeout(impatience);
        resolve();
      }
      queue.push(entry);
      waiting += weight;
    });
  }

  return {
    async run(pixels, task) {
      const weight = Math.min(pixels + TASK_PIXELS, capacity);
      await turn(weight);
      try {
        return await task();
      } finally {
        running -= 1;
        decoding -= weight;
        admitNext();
      }
    },
  };
}

function busy(secondsAhead: number): AvatarError {
  const retryAfterSeconds = Math.max(1, Math.ceil(secondsAhead));
  const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
  return new AvatarError('busy', `More pictures are being processed than fit. Try again in ${wait}.`, { retryAfterSeconds });
}

/** Decoders that hold a picture several times over count for more. @returns 1 for the others */
const HEAVY: Partial<Record<InputFormat, number>> = { avif: 2 };

/** What a picture weighs at the gate. @param source with its size in pixels, and its number of frames where it is not one */
export function pixelsOf(source: { format: InputFormat; width: number; height: number; frames: number }): number {
  return source.width * source.height * source.frames * (HEAVY[source.format] ?? 1);
}
