import { useCallback, useEffect, useState } from 'react';
import type { Loaded } from '../ui/loaded-frame';
import { errorMessage } from './error-message';
import { request } from './request';

/** Loads a resource when the part appears. */
export function useLoaded<T>(path: string) {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const reload = useCallback(async () => {
    const answer = await request<T>(path);
    setLoaded(answer.ok ? { state: 'ready', value: answer.value } : { state: 'failed', text: errorMessage(answer.failure) });
  }, [path]);

  useEffect(() => {
    void reload();
  }, [reload]);

  return { loaded, setLoaded, reload };
}
