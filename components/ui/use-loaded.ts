import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { request } from '../api/request';
import { useExplain } from '../texts/use-explain';
import type { Loaded } from './loaded-frame';

/**
 * Loads a resource when the part appears.
 * @param rendered the resource as the server rendered it. It is shown at once, and stays if loading it anew fails.
 */
export function useLoaded<T>(path: string, rendered?: T) {
  const explain = useExplain();
  const [loaded, setLoaded] = useState<Loaded<T>>(rendered === undefined ? { state: 'loading' } : { state: 'ready', value: rendered });
  const reload = useCallback(async () => {
    const answer = await request<T>(path);
    setLoaded(answer.ok ? { state: 'ready', value: answer.value } : { state: 'failed', text: explain.failure(answer.failure) });
  }, [path, explain]);

  const start = useEffectEvent(async () => {
    if (rendered === undefined) return reload();
    // "Back" shows the page as it was rendered then.
    const answer = await request<T>(path);
    if (answer.ok) setLoaded({ state: 'ready', value: answer.value });
  });
  useEffect(() => void start(), []);

  return { loaded, setLoaded, reload };
}
