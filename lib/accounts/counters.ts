import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { MAX_COUNTERS } from './limits';
import type { Counted, Counters, WindowCounter } from './rate-limit-ports';

/** Counters in the memory of this process. @param maxKeys of each; past it the least recently used is evicted */
export function memoryCounters(maxKeys: number = MAX_COUNTERS): Counters {
  return (_name, { points, seconds }) => {
    const limiter = new RateLimiterMemory({ points, duration: seconds });
    // RateLimiterMemory keeps an unbounded number of keys until their windows end.
    const counted = new LRUCache<string, true>({
      // Not `max`, which would allocate a table for all of them at once.
      maxSize: maxKeys,
      sizeCalculation: () => 1,
      dispose: (_used, key, reason) => reason === 'evict' && limiter.delete(key),
    });
    const counter = limiterCounter(limiter);
    return {
      add(key) {
        counted.set(key, true);
        return counter.add(key);
      },
      takeBack: counter.takeBack,
    };
  };
}

/** The methods of rate-limiter-flexible that are used here. */
interface Limiter {
  consume(key: string): Promise<RateLimiterRes>;
  get(key: string): Promise<RateLimiterRes | null>;
  reward(key: string): Promise<RateLimiterRes>;
}

/** A counter over a limiter of rate-limiter-flexible, with any store. */
export function limiterCounter(limiter: Limiter): WindowCounter {
  const counted = ({ consumedPoints: count, msBeforeNext }: RateLimiterRes): Counted => ({ count, msBeforeNext });
  return {
    async add(key) {
      try {
        return counted(await limiter.consume(key));
      } catch (refused) {
        // The limiter rejects with its result when the points are used up, and with an Error only on failure.
        if (refused instanceof Error) throw refused;
        return counted(refused as RateLimiterRes);
      }
    },
    async takeBack(key) {
      // After its window ends a key has all its points back: nothing to refund.
      if (((await limiter.get(key))?.consumedPoints ?? 0) > 0) await limiter.reward(key);
    },
  };
}

/** Time for which a refusal is remembered, in milliseconds, and for how many keys of each counter. */
const REFUSAL_MS = 1_000;
const REFUSALS = 10_000;

/** Asks the store once a second about a key that is past its limit, so that refused requests, which may be a flood, write nothing. */
export function rememberRefusals(shared: Counters, now: () => number = Date.now): Counters {
  return (name, { points, seconds }) => {
    const counter = shared(name, { points, seconds });
    const refused = new LRUCache<string, { count: number; endsAt: number; until: number }>({
      maxSize: REFUSALS,
      sizeCalculation: () => 1,
    });
    return {
      async add(key) {
        const last = refused.get(key);
        if (last && now() < Math.min(last.until, last.endsAt)) return { count: last.count, msBeforeNext: last.endsAt - now() };
        const counted = await counter.add(key);
        if (counted.count <= points) return counted;
        refused.set(key, { count: counted.count, endsAt: now() + counted.msBeforeNext, until: now() + REFUSAL_MS });
        return counted;
      },
      takeBack(key) {
        refused.delete(key);
        return counter.takeBack(key);
      },
    };
  };
}

/** Time in which a store that failed is not asked again, in milliseconds: one that hangs would delay every request. */
const PAUSE_MS = 1_000;

export interface CountersLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** Counts in `insurance` while `shared` fails: then each process has limits of its own, but there still are limits. */
export function insuredCounters(shared: Counters, insurance: Counters, log: CountersLog, now = () => performance.now()): Counters {
  let isFailing = false;
  let pausedUntil = 0;

  async function ask<T>(ofShared: () => Promise<T>, ofInsurance: () => Promise<T>): Promise<T> {
    if (now() < pausedUntil) return ofInsurance();
    try {
      const result = await ofShared();
      if (isFailing && now() >= pausedUntil) {
        log.info({}, 'Rate limits are shared with other processes again');
        isFailing = false;
      }
      return result;
    } catch (error) {
      pausedUntil = now() + PAUSE_MS;
      if (!isFailing) log.error({ err: error }, 'The store of rate limits does not answer: until it does, this process counts alone');
      isFailing = true;
      return ofInsurance();
    }
  }

  return (name, window) => {
    const [main, other] = [shared(name, window), insurance(name, window)];
    return {
      add: (key) =>
        ask(
          () => main.add(key),
          () => other.add(key),
        ),
      takeBack: (key) =>
        ask(
          () => main.takeBack(key),
          () => other.takeBack(key),
        ),
    };
  };
}
