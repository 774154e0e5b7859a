import { type Cost, createSemaphore, type Semaphore, type SemaphoreBounds } from './semaphore';

/** A semaphore for each key, such as a person, which exists while it is used. */
export interface KeyedSemaphore<Key> {
  /** @throws AvatarError busy, as {@link Semaphore.run} does */
  run<T>(key: Key, cost: Cost, task: () => Promise<T>): Promise<T>;
}

export function createKeyedSemaphore<Key>(bounds: SemaphoreBounds): KeyedSemaphore<Key> {
  const used = new Map<Key, { semaphore: Semaphore; users: number }>();
  return {
    async run(key, cost, task) {
      const entry = used.get(key) ?? { semaphore: createSemaphore(bounds), users: 0 };
      used.set(key, entry);
      entry.users += 1;
      try {
        return await entry.semaphore.run(cost, task);
      } finally {
        entry.users -= 1;
        if (entry.users === 0) used.delete(key);
      }
    },
  };
}
