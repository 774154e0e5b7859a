/**
 * Whether copies of records in memory can be relied on. While `isTrusted` is false, changes of other processes may go unheard, so every
 * answer is checked with the database.
 *
 * When it becomes true, copies from before are outdated: changes in between were missed. Drop them, and do not keep the results of
 * lookups that began earlier.
 */
export interface Trust {
  /** Whether every change of other processes is heard at once. */
  readonly isTrusted: boolean;
  /** Called at each change of it. @returns ends the subscription */
  onChange(listener: (isTrusted: boolean) => void): () => void;
}

/** A {@link Trust} with the means to change it. */
export interface MutableTrust extends Trust {
  set(isTrusted: boolean): void;
}

/** @param initial true where one process is alone, false until a listener is connected, or where there can be none */
export function createTrust(initial: boolean): MutableTrust {
  const listeners = new Set<(isTrusted: boolean) => void>();
  let current = initial;
  return {
    get isTrusted() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(isTrusted) {
      if (current === isTrusted) return;
      current = isTrusted;
      for (const listener of listeners) listener(isTrusted);
    },
  };
}
