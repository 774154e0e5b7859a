import { type Dispatch, useEffect, useEffectEvent } from 'react';
import { fetchPreview } from '../../api/fetch-preview';
import type { UploadRules } from '../../api/rules';
import { useMessages } from '../messages';
import { type Action, type State, workOf } from '../state-machine';
import type { Source } from '../work';
import { mayBeAnimated, renderFirstFrame } from './animation';
import { blurredSurroundings } from './blurred-surroundings';
import { isOrientedWebp } from './exif-orientation';
import { countFrames } from './frames';
import { isWhole } from './is-whole';
import { isOpaque } from './opaque-header';
import { painted } from './painted';
import { reduceJpeg } from './small-copy';
import { hasTransparency } from './transparency';

interface Parts {
  state: State;
  dispatch: Dispatch<Action>;
  rules: UploadRules;
}

/** Found while the browser loads a picture. */
interface Facts {
  opaque: Promise<boolean>;
  whole: Promise<boolean>;
}

/**
 * Opens a chosen picture: finds its size and a URL to display. If the browser cannot show all of it, or ignores its EXIF orientation, the
 * server makes a preview. Most browsers cannot decode HEIC, and none reports its formats in advance.
 */
export function useOpenPicture({ state, dispatch, rules }: Parts): void {
  const messages = useMessages();
  const source = state.phase === 'picked' ? state.source : null;

  // Opaque by default: formats that browsers cannot show are photos.
  const requestPreview = useEffectEvent(async ({ url, blob }: Source, signal: AbortSignal, transparent = false) => {
    const answer = await fetchPreview(blob, rules.directUploadBytes, signal);
    // Cancelled, or replaced by another file.
    if (signal.aborted) return;
    if (!answer.ok) {
      const problem = messages.failure(answer.failure, rules, 'unopened');
      return dispatch({ type: 'refuse', problem: workOf(state) ? messages.duringEdit(problem) : problem });
    }
    const { bytes, width, height } = answer.value;
    const displayUrl = URL.createObjectURL(bytes);
    const surroundings = await surroundingsOf(displayUrl);
    if (signal.aborted) return URL.revokeObjectURL(displayUrl);
    dispatch({ type: 'opened', url, picture: { width, height }, transparent, displayUrl, surroundings });
  });

  /** @returns whether a copy of the picture is shown */
  const openCopy = useEffectEvent(async ({ url, blob }: Source, signal: AbortSignal) => {
    const reduced = await reduceJpeg(blob);
    if (!reduced) return signal.aborted;
    const { picture, first, surroundings, whole, close } = reduced;
    if (signal.aborted) close();
    else {
      // Meanwhile the dialog is rendered: a data URL needs no loading.
      void isDecoded(first.url);
      dispatch({ type: 'opened', url, picture, transparent: false, copy: { ...first, whole, close }, surroundings });
    }
    return true;
  });

  const open = useEffectEvent(async (opening: Source, image: HTMLImageElement, facts: Facts, signal: AbortSignal) => {
    const { blob } = opening;
    const [opaque, whole, rotated, moves] = await Promise.all([facts.opaque, facts.whole, isOrientedWebp(blob), mayBeAnimated(blob)]);
    if (signal.aborted) return;
    const transparent = !opaque && hasTransparency(image);
    // The server says what is wrong with a truncated file; the edit that it would replace stays.
    if (!whole || rotated) return requestPreview(opening, signal, transparent);
    const picture = { width: image.naturalWidth, height: image.naturalHeight };
    const [stillUrl, frames] = moves ? await Promise.all([renderFirstFrame(image, signal), countFrames(blob)]) : [null, null];
    if (signal.aborted) return;
    const isMoving = frames !== null && frames !== 1;
    dispatch({ type: 'opened', url: opening.url, picture, transparent, stillUrl, ...(isMoving && { frames }) });
  });

  useEffect(() => {
    if (!source) return;
    const image = new Image();
    const asking = new AbortController();
    const { signal } = asking;
    const start = async () => {
      if (await openCopy(source, signal)) return;
      if (signal.aborted) return;
      const facts = { opaque: isOpaque(source.blob), whole: isWhole(source.blob) };
      image.onload = () => void open(source, image, facts, signal);
      image.onerror = () => void requestPreview(source, signal);
      image.src = source.url;
    };
    void start();
    return () => {
      image.onload = null;
      image.onerror = null;
      asking.abort();
    };
  }, [source]);
}

/** Replaces the first copy of a photo by the larger one, once the person sees the first. */
export function useWholeCopy(state: State, dispatch: Dispatch<Action>): void {
  const source = workOf(state)?.source;
  const url = source?.url;
  const copy = source?.copy;
  useEffect(() => {
    if (url === undefined || !copy) return;
    let isCurrent = true;
    const replace = async () => {
      await painted();
      const whole = isCurrent ? await copy.whole() : null;
      const shown = whole && { ...whole, url: URL.createObjectURL(whole.blob) };
      const isShown = shown !== null && (await isDecoded(shown.url));
      // Without a larger copy, the file itself has the pixels to zoom in.
      if (isCurrent) dispatch({ type: 'copied', url, copy: { ...copy, ...(isShown && shown), isFirst: false } });
      if (shown && !(isCurrent && isShown)) URL.revokeObjectURL(shown.url);
    };
    if (copy.isFirst) void replace();
    return () => {
      isCurrent = false;
      copy.close();
    };
  }, [url, copy, dispatch]);
}

/** Decodes a preview, and blurs a small copy of it. Undefined if the browser cannot. */
async function surroundingsOf(url: string): Promise<string | undefined> {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => blurredSurroundings(image, { width: image.naturalWidth, height: image.naturalHeight }),
    () => undefined,
  );
}

/** Decodes a picture for the page. @returns whether the browser can */
function isDecoded(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => true,
    () => false,
  );
}
