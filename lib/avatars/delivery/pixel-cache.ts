import { LRUCache } from 'lru-cache';
import type { Pixels } from '@/lib/imaging/types';
import { onceAtATime } from '@/lib/scheduling/single-flight';
import { SQUARES_BYTES, SQUARES_MS } from '../limits';

/**
 * The squares that stills are made from, for a moment after one was used. Who changes a picture, or comes to see a new one, asks for several
 * sizes and formats in a row, and none of them should decode the upload again.
 */
export interface Squares {
  /** The square of a version: remembered, being made already, or made now. */
  of(key: string, make: () => Promise<Pixels>): Promise<Pixels>;
  remember(key: string, square: Pixels): void;
}

export function createSquares({ bytes = SQUARES_BYTES, forMs = SQUARES_MS } = {}): Squares {
  const squares = new LRUCache<string, Pixels>({
    maxSize: bytes,
    sizeCalculation: ({ data }) => data.byteLength,
    ttl: forMs,
    updateAgeOnGet: true,
    // Memory that nobody asks for again is given back, and not only when something else takes its place.
    ttlAutopurge: true,
  });
  const once = onceAtATime<Pixels>();
  const remember = (key: string, square: Pixels) => void squares.set(key, square);

  return {
    async of(key, make) {
      const known = squares.get(key);
      if (known) return known;
      return once(key, async () => {
        const square = await make();
        remember(key, square);
        return square;
      });
    },
    remember,
  };
}
