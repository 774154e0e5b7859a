/** Single-flight: concurrent callers with the same key share one computation. Results are not cached. */
export function createSingleFlight<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const making = new Map<string, Promise<T>>();
  return (key, make) => {
    const current = making.get(key) ?? make().finally(() => making.delete(key));
    making.set(key, current);
    return current;
  };
}
