import { type Dispatch, useEffect, useEffectEvent } from 'react';
import { fetchPreview } from '../api/fetch-preview';
import type { UploadRules } from '../api/rules';
import type { Action, Source, State } from './machine';
import { hasTransparency } from './transparency';
import { explain } from './words';

interface Parts {
  state: State;
  dispatch: Dispatch<Action>;
  rules: UploadRules;
}

/**
 * Finds out how large a chosen picture is and what to show it by: itself, or, where the browser cannot show it, a picture that the
 * server makes of it. Most browsers know no HEIC, and none says beforehand what it knows.
 */
export function useOpening({ state, dispatch, rules }: Parts): void {
  const source = state.phase === 'picked' ? state.source : null;

  const ask = useEffectEvent(async ({ url, blob }: Source, signal: AbortSignal) => {
    const answer = await fetchPreview(blob, signal);
    // Whoever cancelled, or chose another file, does not want to hear of this one.
    if (signal.aborted) return;
    if (!answer.ok) return dispatch({ type: 'refuse', problem: explain(answer.failure, rules, 'unopened') });
    const { bytes, width, height } = answer.value;
    // What browsers cannot show are photos.
    dispatch({ type: 'opened', url, picture: { width, height }, transparent: false, shownBy: URL.createObjectURL(bytes) });
  });

  useEffect(() => {
    if (!source) return;
    const image = new Image();
    const asking = new AbortController();
    image.onload = () => {
      const picture = { width: image.naturalWidth, height: image.naturalHeight };
      dispatch({ type: 'opened', url: source.url, picture, transparent: hasTransparency(image) });
    };
    image.onerror = () => void ask(source, asking.signal);
    image.src = source.url;
    return () => {
      image.onload = null;
      image.onerror = null;
      asking.abort();
    };
  }, [source, dispatch]);
}
