/** Single-flight: concurrent callers with the same key share one computation. Results are not cached. */
export function createSingleFlight<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const making = new Map<string, Promise<T>>();
  return (key, make) => {
    const current = making.get(key);
    if (current) return current;
    const fresh = make();
    making.set(key, fresh);
    const forget = () => void making.delete(key);
    // Before the callers go on, who may ask again. `finally` would create three promises more.
    fresh.then(forget, forget);
    return fresh;
  };
}
