import { AvatarError } from '@/lib/errors';
import { MAX_DECODING_BYTES, MAX_WAIT_SECONDS } from './limits';

/** Resources of a task. */
export interface Cost {
  /** Maximum memory. */
  bytes: number;
  /** Estimated duration on one core. */
  seconds: number;
}

/** A weighted FIFO semaphore: limits the number of parallel tasks and their memory. */
export interface Semaphore {
  /**
   * Runs the task as soon as its cost fits.
   *
   * @throws AvatarError busy: at once if the estimated wait is too long, or after the maximum wait
   */
  run<T>(cost: Cost, task: () => Promise<T>): Promise<T>;
}

export interface SemaphoreBounds {
  /** Maximum number of parallel tasks. For computations this is the number of cores; more would only slow down all of them. */
  tasks: number;
  /** Maximum memory of parallel tasks. A task that needs more runs alone. */
  bytes?: number;
  /** Maximum wait in seconds. Tasks with a longer estimate are refused, which costs less than filling memory. */
  waitSeconds?: number;
}

interface Waiter {
  bytes: number;
  admit: () => void;
}

/** Creates a semaphore in strict FIFO order: a large task at the head blocks smaller ones behind it, and so cannot starve. */
export function createSemaphore({
  tasks,
  bytes: capacity = MAX_DECODING_BYTES,
  waitSeconds = MAX_WAIT_SECONDS,
}: SemaphoreBounds): Semaphore {
  const queue: Waiter[] = [];
  let running = 0;
  let heldBytes = 0;
  /** Cost of running and waiting tasks. */
  const totals = { tasks: 0, bytes: 0, seconds: 0 };

  function fits(bytes: number): boolean {
    return running < tasks && heldBytes + bytes <= capacity;
  }

  function acquire(bytes: number): void {
    running += 1;
    heldBytes += bytes;
  }

  /** Admits waiting tasks synchronously after a release, so that a new task cannot overtake them. */
  function admitNext(): void {
    for (let next = queue[0]; next && fits(next.bytes); next = queue[0]) {
      queue.shift();
      acquire(next.bytes);
      next.admit();
    }
  }

  /**
   * Estimated wait in seconds. Large tasks leave cores idle, since their memory does not fit in parallel.
   * @param own seconds of the waiting task itself, which are already counted
   */
  function secondsAhead(own = 0): number {
    const meanBytes = totals.bytes / Math.max(1, totals.tasks);
    return (totals.seconds - own) / Math.max(1, Math.min(tasks, Math.floor(capacity / meanBytes)));
  }

  function count(sign: 1 | -1, { bytes, seconds }: Cost): void {
    totals.tasks += sign;
    totals.bytes += sign * bytes;
    totals.seconds += sign * seconds;
  }

  function waitForAdmission({ bytes, seconds }: Cost): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = { bytes, admit };
      const timer = setTimeout(giveUp, waitSeconds * 1000);
      function giveUp() {
        queue.splice(queue.indexOf(entry), 1);
        // The next task may be smaller and fit.
        admitNext();
        reject(busy(secondsAhead(seconds)));
      }
      function admit() {
        clearTimeout(timer);
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
      heldBytes -= bytes;
      admitNext();
    }
  }

  return {
    async run(requested, task) {
      // Rounded up: adding and subtracting fractions leaves a remainder, and a task of the full capacity would never fit.
      const cost = { ...requested, bytes: Math.min(Math.ceil(requested.bytes), capacity) };
      const isImmediate = queue.length === 0 && fits(cost.bytes);
      if (!isImmediate && secondsAhead() > waitSeconds) throw busy(secondsAhead());
      count(1, cost);
      try {
        if (isImmediate) acquire(cost.bytes);
        else await waitForAdmission(cost);
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
