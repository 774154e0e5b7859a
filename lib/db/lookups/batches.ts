/** Keys of one query. */
const MOST = 500;

interface Waiting<V> {
  resolve: (value: V | null) => void;
  reject: (error: unknown) => void;
}

/** Time after which a query no longer keeps others waiting, in milliseconds: its connection may hang. Most take one. */
const SLOW_MS = 250;

/** Queries at a time, the slow ones among them. */
const MOST_QUERIES = 2;

/**
 * Looks up keys together: those of all requests that the event loop reads at once, and those that are asked for while a query runs, share
 * the next one. There is one query at a time, because two at a time have half as many keys each; a second one if the first is slow. A flood
 * of keys uses few connections, and each of its queries has at most {@link MOST} of them. A query begins after every call that it answers.
 * @param read returns the keys that exist
 */
export function createBatches<V>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>): (key: string) => Promise<V | null> {
  const waiting = new Map<string, Waiting<V>[]>();
  let running = 0;
  /** The query that has begun last, unless it is slow. */
  let latest: readonly unknown[] | null = null;
  let isScheduled = false;

  /** After all requests that have arrived: Node reads each of their connections in a callback of its own. */
  function schedule(): void {
    if (isScheduled || latest || running >= MOST_QUERIES || waiting.size === 0) return;
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
    latest = batch;
    const pass = () => {
      if (latest === batch) latest = null;
      schedule();
    };
    const timer = setTimeout(pass, SLOW_MS);
    try {
      const found = await read(batch.map(([key]) => key));
      for (const [key, callers] of batch) for (const { resolve } of callers) resolve(found.get(key) ?? null);
    } catch (error) {
      for (const [, callers] of batch) for (const { reject } of callers) reject(error);
    } finally {
      clearTimeout(timer);
      running -= 1;
      pass();
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
      schedule();
    });
}
