import { type Dispatch, useEffect, useEffectEvent } from 'react';
import { fetchFraming } from '../../api/fetch-framing';
import { type Action, type State, workOf } from '../state-machine';
import { enlargeCrop, smallCopy } from './first-framing';

/** Begins the framing of a chosen file with the face in it, if the server finds one before the person has changed anything. */
export function useFirstFraming(state: State, dispatch: Dispatch<Action>): void {
  const work = workOf(state);
  // Not for a picture that has been framed before.
  const url = work?.source.file && work.source.crop === null && work.history.past.length === 0 ? work.source.url : null;

  const propose = useEffectEvent(async (asked: string, signal: AbortSignal) => {
    const copy = await smallCopy(asked);
    if (!copy || !work || signal.aborted) return;
    const proposed = await fetchFraming(copy.blob, signal);
    // The middle of the picture, and what merely draws attention, are no better than what is shown already.
    if (signal.aborted || proposed?.subject !== 'face') return;
    dispatch({ type: 'suggest', url: asked, crop: enlargeCrop(proposed.crop, copy.extent, work.picture) });
  });

  useEffect(() => {
    if (url === null) return;
    const asking = new AbortController();
    void propose(url, asking.signal);
    return () => asking.abort();
  }, [url]);
}
