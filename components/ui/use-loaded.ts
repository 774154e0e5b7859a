import { useCallback, useEffect, useState } from 'react';
import { request } from '../api/request';
import { useExplain } from '../texts/use-explain';
import type { Loaded } from './loaded-frame';

/** Loads a resource when the part appears. */
export function useLoaded<T>(path: string) {
  const explain = useExplain();
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const reload = useCallback(async () => {
    const answer = await request<T>(path);
    setLoaded(answer.ok ? { state: 'ready', value: answer.value } : { state: 'failed', text: explain.failure(answer.failure) });
  }, [path, explain]);

  useEffect(() => {
    void reload();
  }, [reload]);

  return { loaded, setLoaded, reload };
}
