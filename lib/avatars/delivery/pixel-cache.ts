import { LRUCache } from 'lru-cache';
import type { Pixels } from '@/lib/imaging/types';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { PIXEL_CACHE_BYTES, PIXEL_CACHE_MS } from '../limits';

/**
 * A short-lived cache of the decoded squares that still renditions are encoded from. A page that shows a new picture requests several
 * sizes and formats in a row; only the first decodes the upload.
 */
export interface PixelCache {
  /** The square of a version: from the cache, from a computation in progress, or from `make`. */
  of(key: string, make: () => Promise<Pixels>): Promise<Pixels>;
  store(key: string, square: Pixels): void;
}

export function createPixelCache({ bytes = PIXEL_CACHE_BYTES, forMs = PIXEL_CACHE_MS } = {}): PixelCache {
  const cache = new LRUCache<string, Pixels>({
    maxSize: bytes,
    sizeCalculation: ({ data }) => data.byteLength,
    ttl: forMs,
    updateAgeOnGet: true,
    // Frees memory when entries expire, not only when new entries evict them.
    ttlAutopurge: true,
    // The clock is read at each use. By default its time is cached until a timer of one millisecond fires, which a fake clock that is
    // uninstalled before then never does: entries would stay, and their timers be set again and again.
    ttlResolution: 0,
  });
  const singleFlight = createSingleFlight<Pixels>();
  const store = (key: string, square: Pixels) => void cache.set(key, square);

  return {
    async of(key, make) {
      const known = cache.get(key);
      if (known) return known;
      return singleFlight(key, async () => {
        const square = await make();
        store(key, square);
        return square;
      });
    },
    store,
  };
}
