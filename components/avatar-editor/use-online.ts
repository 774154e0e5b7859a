import { useEffect, useEffectEvent } from 'react';

/** Calls back when the browser is connected again. */
export function useOnline(callback: () => void): void {
  const online = useEffectEvent(callback);
  useEffect(() => {
    const listener = () => online();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, []);
}
