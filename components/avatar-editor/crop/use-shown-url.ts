import { useEffect, useState } from 'react';
import { canCopy } from '../open/small-copy';
import { isCopyEnough, type Source, type Work } from '../work';
import { frameSide } from './frame-side';

/**
 * The object URL to show of a picture: its smaller copy if it has one, and all of its pixels from when the person has zoomed in so far that
 * the copy has fewer than the screen. Empty while a photo opens of which a copy is expected: showing it would decode all of it.
 */
export function useShownUrl(work: Work | null, source: Source | null): string {
  const [decoded, setDecoded] = useState<string | null>(null);
  const { copy, url } = source ?? { url: null };
  const needsAll = work !== null && copy !== undefined && !copy.isFirst && !isCopyEnough(work, copy, frameSide());

  useEffect(() => {
    if (!needsAll || url === null) return;
    let isCurrent = true;
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => isCurrent && setDecoded(url),
      // Too large for this browser: the copy stays.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [needsAll, url]);

  if (!source) return '';
  if (copy && decoded !== source.url) return copy.url;
  return !work && source.opaque && canCopy() ? '' : source.url;
}
