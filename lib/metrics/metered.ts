import type { Pipeline } from '@/lib/avatars/pipeline';
import type { Storage } from '@/lib/avatars/ports';
import type { Sweeper } from '@/lib/avatars/sweep';
import { type ErrorCode, isAvatarError } from '@/lib/errors';
import type { Semaphore } from '@/lib/scheduling/semaphore';
import type { Metrics } from './metrics';

/** Seconds since a time of `performance.now()`. */
const secondsSince = (start: number) => (performance.now() - start) / 1000;

/** Measures the stages of a change. Its decoding stage includes the wait in the decode queue. */
export function meteredPipeline(pipeline: Pipeline, metrics: Pick<Metrics, 'observe'>): Pipeline {
  function timed<Parameters extends unknown[], T>(stage: keyof Pipeline, run: (...parameters: Parameters) => Promise<T>) {
    return async (...parameters: Parameters): Promise<T> => {
      const start = performance.now();
      try {
        return await run(...parameters);
      } finally {
        metrics.observe('stage', stage, secondsSince(start));
      }
    };
  }
  return {
    inspectUpload: timed('inspectUpload', pipeline.inspectUpload),
    render: timed('render', pipeline.render),
    storeUpload: timed('storeUpload', pipeline.storeUpload),
    storeRenditions: timed('storeRenditions', pipeline.storeRenditions),
    commit: timed('commit', pipeline.commit),
    discard: pipeline.discard,
  };
}

/** Measures the queue of a semaphore. A task that is refused or gives up has waited too. */
export function meteredSemaphore(queue: string, semaphore: Semaphore, metrics: Pick<Metrics, 'observe' | 'gauge'>): Semaphore {
  let [waiting, running] = [0, 0];
  metrics.gauge('waiting', queue, () => waiting);
  metrics.gauge('running', queue, () => running);
  return {
    async run(cost, task) {
      const start = performance.now();
      let isAdmitted = false;
      const admit = () => {
        waiting -= 1;
        metrics.observe('wait', queue, secondsSince(start));
      };
      waiting += 1;
      try {
        return await semaphore.run(cost, () => {
          isAdmitted = true;
          admit();
          running += 1;
          return task();
        });
      } finally {
        if (isAdmitted) running -= 1;
        else admit();
      }
    },
  };
}

/** Counts sweeps and what they delete. */
export function meteredSweep({ sweep }: Pick<Sweeper, 'sweep'>, metrics: Pick<Metrics, 'tally'>): Sweeper['sweep'] {
  return async (signal) => {
    try {
      const swept = await sweep(signal);
      metrics.tally('sweeps', { outcome: 'done' }).total += 1;
      for (const [kind, count] of Object.entries(swept)) metrics.tally('sweptObjects', { kind }).total += count;
      return swept;
    } catch (error) {
      metrics.tally('sweeps', { outcome: 'failed' }).total += 1;
      throw error;
    }
  };
}

/** All decorators with the same metrics. */
export interface Meters {
  pipeline(pipeline: Pipeline): Pipeline;
  semaphore(queue: string, semaphore: Semaphore): Semaphore;
  storage(storage: Storage): Storage;
  records<R extends object>(records: R): R;
  sweep(avatars: Pick<Sweeper, 'sweep'>): Sweeper['sweep'];
  /** Counts what a memory has and has not. */
  memory<M extends { get(name: string): object | undefined }>(cache: string, memory: M): M;
  /** Counts calls that return true as hits of a cache. */
  hits<Parameters extends unknown[]>(cache: string, read: (...parameters: Parameters) => boolean): (...parameters: Parameters) => boolean;
}

export function createMeters(metrics: Metrics): Meters {
  return {
    pipeline: (pipeline) => meteredPipeline(pipeline, metrics),
    semaphore: (queue, semaphore) => meteredSemaphore(queue, semaphore, metrics),
    storage: (storage) => meteredStorage(storage, metrics),
    records: (records) => meteredRecords(records, metrics),
    sweep: (avatars) => meteredSweep(avatars, metrics),
    memory(cache, memory) {
      const { hits, misses } = metrics.cache(cache);
      return {
        ...memory,
        get(name: string) {
          const found = memory.get(name);
          (found ? hits : misses).total += 1;
          return found;
        },
      };
    },
    hits(cache, read) {
      const { hits, misses } = metrics.cache(cache);
      return (...parameters) => {
        const isHit = read(...parameters);
        (isHit ? hits : misses).total += 1;
        return isHit;
      };
    },
  };
}

const STORAGE_CODES: readonly ErrorCode[] = ['storage_failed', 'storage_full', 'storage_damaged'];
const DATABASE_CODES: readonly ErrorCode[] = ['database_unavailable', 'storage_full'];

/** Counts the failures of a storage. */
export function meteredStorage(storage: Storage, metrics: Pick<Metrics, 'tally'>): Storage {
  return counting(storage, (error) => count(metrics, 'storage', STORAGE_CODES, error));
}

/** Counts the failures of the database; refusals such as `not_found` are none. */
export function meteredRecords<R extends object>(records: R, metrics: Pick<Metrics, 'tally'>): R {
  return counting(records, (error) => count(metrics, 'database', DATABASE_CODES, error));
}

function count(metrics: Pick<Metrics, 'tally'>, source: string, codes: readonly ErrorCode[], error: unknown): void {
  if (!isAvatarError(error)) metrics.tally('errors', { source, code: 'unexpected' }).total += 1;
  else if (codes.includes(error.code)) metrics.tally('errors', { source, code: error.code }).total += 1;
}

/** Passes rejections of the methods of `target` to `onError` as well. Lists fail while they are read. */
function counting<T extends object>(target: T, onError: (error: unknown) => void): T {
  const entries = Object.entries(target).map(([name, member]) => {
    if (typeof member !== 'function') return [name, member];
    const method: (...all: unknown[]) => unknown = member.bind(target);
    return [
      name,
      (...parameters: unknown[]) => {
        const result = method(...parameters);
        if (result instanceof Promise) {
          return result.catch((error) => {
            onError(error);
            throw error;
          });
        }
        return isAsyncIterable(result) ? countingList(result, onError) : result;
      },
    ];
  });
  return Object.fromEntries(entries) as T;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* countingList(items: AsyncIterable<unknown>, onError: (error: unknown) => void): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    onError(error);
    throw error;
  }
}
