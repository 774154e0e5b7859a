import { useEffect, useState } from 'react';
import { blurredCopy, type Pose } from './blurred-copy';

/** The frame and its previews show the same copy. */
let last: { key: string; copy: Promise<string | null> } | null = null;

/** The blurred copy of a picture behind its square. @returns a data URL; null until it is drawn, and where none is needed */
export function useBlurredCopy(url: string | null, { quarters, flip }: Pose): string | null {
  const [copy, setCopy] = useState<string | null>(null);
  useEffect(() => {
    if (url === null) return;
    let isCurrent = true;
    const key = `${url} ${quarters} ${flip}`;
    if (last?.key !== key) last = { key, copy: blurredCopy(url, { quarters, flip }) };
    // The copy before stays until the next one is there.
    void last.copy.then((drawn) => isCurrent && drawn !== null && setCopy(drawn));
    return () => {
      isCurrent = false;
    };
  }, [url, quarters, flip]);
  return url === null ? null : copy;
}
