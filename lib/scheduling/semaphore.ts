import { AvatarError } from '@/lib/errors';
import { MAX_DECODING_BYTES, MAX_WAIT_SECONDS } from './limits';

/** What a task takes while it runs. */
export interface Cost {
  /** Memory that it holds, at most. */
  bytes: number;
  /** How long it takes on one core, for estimates. */
  seconds: number;
}

/** Bounds what is worked on at once, by memory and by number, and lets the others wait their turn, first come, first served. */
export interface Semaphore {
  /**
   * Runs the task when there is room for it.
   *
   * @throws AvatarError busy: at once, when too much is ahead, or after having waited for too long
   */
  run<T>(cost: Cost, task: () => Promise<T>): Promise<T>;
}

export interface SemaphoreBounds {
  /** How many may run at once: of what computes, the number of cores; more only makes all of them slower. */
  tasks: number;
  /** How many bytes may be held at once. What needs more than all of them runs alone. */
  bytes?: number;
  /** Longest wait in seconds. Who would have to wait longer is told to come back, which costs less than letting memory fill up. */
  waitSeconds?: number;
}

interface Waiting {
  bytes: number;
  admit: () => void;
}

/** Strictly in order: a large picture at the head holds back small ones, for as long as it waits, and can never be passed by for ever. */
export function createSemaphore({
  tasks,
  bytes: capacity = MAX_DECODING_BYTES,
  waitSeconds = MAX_WAIT_SECONDS,
}: SemaphoreBounds): Semaphore {
  const queue: Waiting[] = [];
  let running = 0;
  let held = 0;
  /** Of those that run and those that wait. */
  const all = { tasks: 0, bytes: 0, seconds: 0 };

  function fits(bytes: number): boolean {
    return running < tasks && held + bytes <= capacity;
  }

  function enter(bytes: number): void {
    running += 1;
    held += bytes;
  }

  /** Places pass on without being free in between, so that nobody can jump the queue. */
  function admitNext(): void {
    for (let next = queue[0]; next && fits(next.bytes); next = queue[0]) {
      queue.shift();
      enter(next.bytes);
      next.admit();
    }
  }

  /** Large ones leave cores idle, since their memory does not fit side by side. @param own what is counted and does not wait for itself */
  function secondsAhead(own = 0): number {
    const meanBytes = all.bytes / Math.max(1, all.tasks);
    return (all.seconds - own) / Math.max(1, Math.min(tasks, Math.floor(capacity / meanBytes)));
  }

  function count(sign: 1 | -1, { bytes, seconds }: Cost): void {
    all.tasks += sign;
    all.bytes += sign * bytes;
    all.seconds += sign * seconds;
  }

  function advance({ bytes, seconds }: Cost): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = { bytes, admit };
      const impatience = setTimeout(leave, waitSeconds * 1000);
      function leave() {
        queue.splice(queue.indexOf(entry), 1);
        // The next one may be smaller, and fit.
        admitNext();
        reject(busy(secondsAhead(seconds)));
      }
      function admit() {
        clearTimeout(impatience);
        resolve();
      }
      queue.push(entry);
    });
  }

  async function runAdmitted<T>(bytes: number, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } finally {
      running -= 1;
      held -= bytes;
      admitNext();
    }
  }

  return {
    async run(wanted, task) {
      // Whole bytes: what is added and taken away in fractions leaves a rest behind, beside which nothing fits that needs all there is.
      const cost = { ...wanted, bytes: Math.min(Math.ceil(wanted.bytes), capacity) };
      const simultaneous = queue.length === 0 && fits(cost.bytes);
      if (!simultaneous && secondsAhead() > waitSeconds) throw busy(secondsAhead());
      count(1, cost);
      try {
        if (simultaneous) enter(cost.bytes);
        else await advance(cost);
        return await runAdmitted(cost.bytes, task);
      } finally {
        count(-1, cost);
      }
    },
  };
}

function busy(secondsAhead: number): AvatarError {
  const retryAfterSeconds = Math.max(1, Math.ceil(secondsAhead));
  const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
  return new AvatarError('busy', `Too many pictures are being processed. Try again in ${wait}.`, { retryAfterSeconds });
}
