import { type Dispatch, useEffect, useEffectEvent } from 'react';
import { fetchFraming } from '../../api/fetch-framing';
import { type Action, type State, workOf } from '../state-machine';
import { enlargeBox, enlargeCrop, smallCopy } from './first-framing';
import { painted } from './painted';

/**
 * Asks the server for the faces in an opened picture. The framing of a chosen file begins with the face in it, if the answer comes before
 * the person has changed anything. A slow or failed answer changes nothing.
 */
export function useFirstFraming(state: State, dispatch: Dispatch<Action>): void {
  const work = workOf(state);
  const url = work?.source.url ?? null;

  const ask = useEffectEvent(async (asked: string, signal: AbortSignal) => {
    // The request takes time from drawing the picture.
    await painted();
    // Cancelled: the URL of the picture is revoked.
    if (signal.aborted) return;
    const shown = work?.source.copy;
    const whole = await shown?.whole();
    const copy = whole ? { blob: whole.blob, extent: whole } : await smallCopy(asked);
    if (!copy || !work || signal.aborted) return;
    const proposed = await fetchFraming(copy.blob, signal);
    if (!proposed || signal.aborted) return;
    const { extent } = copy;
    // Of subjects without a face, the middle shows more than what draws attention does: docs/decisions/2026-11-29-first-framing.md.
    const crop = proposed.subject === 'face' ? enlargeCrop(proposed.crop, extent, work.picture) : null;
    dispatch({ type: 'suggest', url: asked, crop, faces: proposed.faces.map((face) => enlargeBox(face, extent, work.picture)) });
  });

  useEffect(() => {
    if (url === null) return;
    const asking = new AbortController();
    void ask(url, asking.signal);
    return () => asking.abort();
  }, [url]);
}
