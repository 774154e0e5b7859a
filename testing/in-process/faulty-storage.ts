import type { Storage } from '@/lib/avatars/ports';
import { boundedStorage } from '@/lib/storage/bounded';
import { memoryStorage } from '@/lib/storage/memory';

type Operation = 'put' | 'get' | 'delete' | 'list';

/** A storage whose calls wait, with the bounds of the real one. */
export interface FaultyStorage extends Storage {
  /** Calls of these operations wait this long, in milliseconds. */
  delay(operations: readonly Operation[], ms: number): void;
  /** Resolves at the next call that waits. */
  waiting(): Promise<void>;
}

export function faultyStorage(): FaultyStorage {
  const inner = memoryStorage();
  let delayed: { operations: readonly Operation[]; ms: number } = { operations: [], ms: 0 };
  let onWait = () => {};

  async function call<T>(operation: Operation, run: () => Promise<T>): Promise<T> {
    if (delayed.operations.includes(operation)) {
      const { ms } = delayed;
      onWait();
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    return run();
  }

  const storage: Storage = {
    ...inner,
    put: (...object) => call('put', () => inner.put(...object)),
    get: (key) => call('get', () => inner.get(key)),
    delete: (keys) => call('delete', () => inner.delete(keys)),
    async *list(prefix) {
      await call('list', async () => {});
      yield* inner.list(prefix);
    },
  };
  return {
    ...boundedStorage(storage),
    delay(operations, ms) {
      delayed = { operations, ms };
    },
    waiting: () =>
      new Promise((resolve) => {
        onWait = resolve;
      }),
  };
}
