import { useEffect, useState } from 'react';

/** Fallback for Safari, which has no idle callback, in milliseconds. */
const DELAY_MS = 1000;

/** Loads code that is probably needed soon once the browser has nothing else to do. @returns whether it is there */
export function useIdleLoad(load: () => Promise<unknown>): boolean {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    let isMounted = true;
    // Without a connection it is loaded when it is needed.
    const start = () =>
      void load().then(
        () => isMounted && setLoaded(true),
        () => {},
      );
    const hasIdle = 'requestIdleCallback' in window;
    const handle = hasIdle ? window.requestIdleCallback(start, { timeout: 3 * DELAY_MS }) : setTimeout(start, DELAY_MS);
    return () => {
      isMounted = false;
      if (hasIdle && typeof handle === 'number') window.cancelIdleCallback(handle);
      else clearTimeout(handle);
    };
  }, [load]);
  return isLoaded;
}
