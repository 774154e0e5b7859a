import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '../api/error-message';
import { request } from '../api/request';
import type { Loaded } from './loaded-frame';

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
