/** Queries of one kind at a time. With two, one is on its way while the other is answered. */
const CONCURRENT = 2;

/** Keys of one query. */
const MOST = 500;

interface Waiting<V> {
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Looks up keys together: those of all requests that the event loop reads at once, and those that are asked for while
 * {@link CONCURRENT} queries run, share the next one. A flood of them uses few connections, and delays other queries no longer than a few
 * keys would. A query begins after every call that it answers.
 * @param read returns the keys that exist
 */
export function createBatches<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  const waiting = new Map<string, Waiting<V>[]>();
  let running = 0;
  let isScheduled = false;

  /** After all requests that have arrived: Node reads each of their connections in a callback of its own. */
  function schedule(): void {
    if (isScheduled || running >= CONCURRENT) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      void run();
    });
  }

  async function run(): Promise<void> {
    const batch = [...waiting].slice(0, MOST);
    for (const [key] of batch) waiting.delete(key);
    running += 1;
    if (waiting.size > 0) schedule();
    try {
      const found = await read(batch.map(([key]) => key));
      for (const [key, callers] of batch) for (const { resolve } of callers) resolve(found.get(key));
    } catch (error) {
      for (const [, callers] of batch) for (const { reject } of callers) reject(error);
    } finally {
      running -= 1;
      if (waiting.size > 0) schedule();
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
      schedule();
    });
}
