/** Runs a task for each item, at most `limit` at a time, and yields the results as they come. A failure ends it once all tasks in progress have ended. */
export async function* concurrently<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  task: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ id: number; result: R }>>();
  let nextId = 0;
  const first = async () => {
    const { id, result } = await Promise.race(running.values());
    running.delete(id);
    return result;
  };
  try {
    for await (const item of items) {
      const id = nextId;
      nextId += 1;
      const outcome = task(item).then((result) => ({ id, result }));
      // A failure is thrown by the race. Until then the next item may be awaited, and Node.js ends a process with an unhandled rejection.
      outcome.catch(() => {});
      running.set(id, outcome);
      if (running.size >= limit) yield await first();
    }
    while (running.size > 0) yield await first();
  } finally {
    await Promise.allSettled(running.values());
  }
}
