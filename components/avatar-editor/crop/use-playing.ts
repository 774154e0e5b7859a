import { useEffect, useRef, useState } from 'react';
import { useReducedMotion } from '../../ui/use-reduced-motion';
import { type Frames, openFrames } from '../open/frames';
import type { Source, Work } from '../work';
import { useShownUrl } from './use-shown-url';

/** Whether an animation plays in the editor, and what is shown of it. Nothing moves for people who prefer reduced motion until they ask. */
export function usePlaying(work: Work | null, source: Source | null) {
  const prefersStill = useReducedMotion();
  const [plays, setPlays] = useState<boolean | null>(null);
  const drawn = useDrawnFrame(work);
  const shown = useShownUrl(work, source);
  const still = drawn ?? source?.stillUrl ?? null;
  const canPlay = still !== null && (work?.animate ?? true);
  const isPlaying = canPlay && (plays ?? !prefersStill);
  return {
    isPlaying,
    canPlay,
    setPlays,
    /** Of the moving picture, or its still. */
    url: (!isPlaying && still) || shown,
    /** Of the picture as it is seen where nothing moves. */
    stillUrl: still ?? shown,
  };
}

/** The chosen still frame, drawn by the browser. @returns its object URL; null for the first frame */
function useDrawnFrame(work: Work | null): string | null {
  const [drawn, setDrawn] = useState<{ of: Blob; url: string } | null>(null);
  const opened = useRef<{ of: Blob; frames: Promise<Frames | null> } | null>(null);
  const blob = work?.source.frames === undefined ? null : work.source.blob;
  const frame = work?.stillFrame ?? 0;

  useEffect(() => {
    if (!blob || frame === 0) return;
    let isCurrent = true;
    if (opened.current?.of !== blob) opened.current = { of: blob, frames: openFrames(blob).catch(() => null) };
    void opened.current.frames
      .then((frames) => frames?.draw(frame) ?? null)
      .then((url) => {
        if (isCurrent && url !== null) setDrawn({ of: blob, url });
        else if (url !== null) URL.revokeObjectURL(url);
      });
    return () => {
      isCurrent = false;
    };
  }, [blob, frame]);

  // A replaced frame is shown until the next one is there.
  useEffect(() => () => (drawn ? URL.revokeObjectURL(drawn.url) : undefined), [drawn]);
  // Runs before the effect above opens the next picture.
  useEffect(
    () => () => {
      if (blob) void opened.current?.frames.then((frames) => frames?.close());
      opened.current = null;
    },
    [blob],
  );

  return frame > 0 && drawn?.of === blob ? drawn.url : null;
}
