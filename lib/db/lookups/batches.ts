/** Keys of one query. */
const MOST = 500;

interface Waiting<V> {
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Looks up keys together, one query at a time: those of all requests that the event loop reads at once, and those that are asked for while
 * a query runs, share the next one. Two at a time take a seventh more CPU for each key. A flood of them uses one connection, and delays
 * other queries no longer than a few keys would. A query begins after every call that it answers.
 * @param read returns the keys that exist
 */
export function createBatches<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  const waiting = new Map<string, Waiting<V>[]>();
  let isRunning = false;
  let isScheduled = false;

  /** After all requests that have arrived: Node reads each of their connections in a callback of its own. */
  function schedule(): void {
    if (isScheduled || isRunning) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      void run();
    });
  }

  async function run(): Promise<void> {
    const batch = [...waiting].slice(0, MOST);
    for (const [key] of batch) waiting.delete(key);
    isRunning = true;
    try {
      const found = await read(batch.map(([key]) => key));
      for (const [key, callers] of batch) for (const { resolve } of callers) resolve(found.get(key));
    } catch (error) {
      for (const [, callers] of batch) for (const { reject } of callers) reject(error);
    } finally {
      isRunning = false;
      if (waiting.size > 0) schedule();
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
      schedule();
    });
}
