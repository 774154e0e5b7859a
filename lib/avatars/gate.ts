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
  pixels: number;
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
  /** Of those that run and those that wait, in pixels, with what each costs beside decoding. */
  let work = 0;

  function fits(pixels: number): boolean {
    return running < tasks && decoding + pixels <= capacity;
  }

  function enter(pixels: number): void {
    running += 1;
    decoding += pixels;
  }

  /** Places pass on without being free in between, so that nobody can jump the queue. */
  function admitNext(): void {
    for (let next = queue[0]; next && fits(next.pixels); next = queue[0]) {
      queue.shift();
      enter(next.pixels);
      next.admit();
    }
  }

  function secondsAhead(): number {
    return work / (pixelsPerSecond * tasks);
  }

  /** @throws AvatarError busy */
  function requireRoom(): void {
    if (places !== undefined) {
      if (queue.length >= places) throw busy(RETRY_AFTER_SECONDS);
    } else if (secondsAhead() > waitSeconds) throw busy(secondsAhead());
  }

  function turn(pixels: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = { pixels, admit };
      const impatience = places === undefined ? setTimeout(leave, waitSeconds * 1000) : undefined;
      function leave() {
        queue.splice(queue.indexOf(entry), 1);
        // The next one may be smaller, and fit.
        admitNext();
        reject(busy(secondsAhead()));
      }
      function admit() {
        clearTimeout(impatience);
        resolve();
      }
      queue.push(entry);
    });
  }

  async function runAdmitted<T>(pixels: number, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } finally {
      running -= 1;
      decoding -= pixels;
      admitNext();
    }
  }

  return {
    async run(wanted, task) {
      const pixels = Math.min(wanted, capacity);
      const atOnce = queue.length === 0 && fits(pixels);
      if (!atOnce) requireRoom();
      work += pixels + TASK_PIXELS;
      try {
        if (atOnce) enter(pixels);
        else await turn(pixels);
        return await runAdmitted(pixels, task);
      } finally {
        work -= pixels + TASK_PIXELS;
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
