import { LRUCache } from 'lru-cache';
import type { Pixels } from '@/lib/imaging/types';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { PIXEL_CACHE_BYTES, PIXEL_CACHE_MS } from '../limits';

/**
 * The squares that stills are made from, for a moment after one was used. Who changes a picture, or comes to see a new one, asks for several
 * sizes and formats in a row, and none of them should decode the upload again.
 */
export interface PixelCache {
  /** The square of a version: remembered, being made already, or made now. */
  of(key: string, make: () => Promise<Pixels>): Promise<Pixels>;
  store(key: string, square: Pixels): void;
}

export function createPixelCache({ bytes = PIXEL_CACHE_BYTES, forMs = PIXEL_CACHE_MS } = {}): PixelCache {
  const pixelCache = new LRUCache<string, Pixels>({
    maxSize: bytes,
    sizeCalculation: ({ data }) => data.byteLength,
    ttl: forMs,
    updateAgeOnGet: true,
    // Memory that nobody asks for again is given back, and not only when something else takes its place.
    ttlAutopurge: true,
  });
  const singleFlight = createSingleFlight<Pixels>();
  const store = (key: string, square: Pixels) => void pixelCache.set(key, square);

  return {
    async of(key, make) {
      const known = pixelCache.get(key);
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
