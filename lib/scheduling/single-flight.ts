/** Makes what many ask for at the same moment once, for all of them. What comes after is made anew: whoever calls remembers it or not. */
export function createSingleFlight<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const making = new Map<string, Promise<T>>();
  return (key, make) => {
    const current = making.get(key) ?? make().finally(() => making.delete(key));
    making.set(key, current);
    return current;
  };
}
