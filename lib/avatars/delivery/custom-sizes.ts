import { LRUCache } from 'lru-cache';
import { encode } from '@/lib/imaging/encode/encoders';
import { readSide, resizeExactly } from '@/lib/imaging/encode/exact-size';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { fromPixels } from '@/lib/imaging/sharp';
import { LARGEST_SIZE, sizeAtLeast } from '@/lib/imaging/sizes';
import type { Pixels, RenditionName } from '@/lib/imaging/types';
import type { Cost, Semaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { CUSTOM_SIZES_BYTES } from '../limits';
import type { Drawing, Painter } from '../ports';
import { sha256 } from '../record';
import type { Deliver, Delivery } from './renditions';

type Bytes = Uint8Array<ArrayBuffer>;

/** Pictures of any size that a request names. They are made on request and cached in memory only. */
export interface CustomSizes {
  /** A still rendition, scaled to exactly `side` pixels. @throws AvatarError busy, storage_failed */
  rendition(name: Omit<RenditionName, 'size'> & { side: number }): Promise<Delivery>;
  /** Cache key of a drawing: 40 hexadecimal characters that change whenever its pixels do. */
  keyOf(drawing: Drawing): string;
  /** @throws AvatarError busy */
  drawing(drawing: Drawing, side: number, format: OutputFormat): Promise<Bytes>;
}

/** Peak memory in bytes for each pixel of the result. The AVIF encoder needs most of it. */
const BYTES_PER_PIXEL = 30;

/** Pixels that one core makes in a second. At 2048 × 2048, some drawings take 0.5 s and AVIF takes 1.5 s. */
const PIXELS_PER_SECOND = 10_000_000;
const AVIF_PIXELS_PER_SECOND = 3_000_000;

/** Fixed time for each picture, in seconds. */
const CUSTOM_SIZE_SECONDS = 0.005;

function makingCost(side: number, format: OutputFormat): Cost {
  const pixels = side ** 2;
  return {
    bytes: pixels * BYTES_PER_PIXEL,
    seconds: CUSTOM_SIZE_SECONDS + pixels / (format === 'avif' ? AVIF_PIXELS_PER_SECOND : PIXELS_PER_SECOND),
  };
}

/** @param parts `semaphore` is not the one of uploads, so that requests for a thousand drawings cannot delay an upload */
export function createCustomSizes(parts: { deliver: Deliver; painter: Painter; semaphore: Semaphore }): CustomSizes {
  const { deliver, painter, semaphore } = parts;
  const cache = new LRUCache<string, Bytes>({ maxSize: CUSTOM_SIZES_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const singleFlight = createSingleFlight<Bytes>();

  /** From the cache, or made once for all concurrent requests. */
  async function cached(name: string, cost: Cost, make: () => Promise<Bytes>): Promise<Bytes> {
    const bytes = cache.get(name);
    if (bytes) return bytes;
    const fresh = await singleFlight(name, () => semaphore.run(cost, make));
    cache.set(name, fresh);
    return fresh;
  }

  const keyOf = ({ style, seed, letters, name }: Drawing) =>
    sha256(JSON.stringify([painter.edition, style, seed, letters, name])).slice(0, 40);

  return {
    async rendition({ side, ...name }) {
      const size = side > LARGEST_SIZE ? 'full' : sizeAtLeast(side);
      // Each time, also for cached sizes: this checks that the picture is still shown.
      const delivery = await deliver.rendition({ ...name, size });
      if (delivery.kind !== 'found') return delivery;
      const { bytes } = delivery;
      const { key, format, still } = name;
      // The rendition has this size already.
      if (size === side && (await readSide(bytes, format)) === side) return delivery;
      const exact = `${key}/${side}${still ? '.still' : ''}.${format}`;
      return { kind: 'found', bytes: await cached(exact, makingCost(side, format), () => resizeExactly(side, bytes, format)) };
    },
    keyOf,
    drawing: (drawing, side, format) =>
      cached(`${keyOf(drawing)}/${side}.${format}`, makingCost(side, format), async () =>
        encodeDrawing(await painter.draw(drawing, side), format),
      ),
  };

  /** Drawings have few colours and sharp edges, for which lossless WebP is smaller and faster than lossy WebP. */
  async function encodeDrawing(pixels: Pixels, format: OutputFormat): Promise<Bytes> {
    const pipeline = fromPixels(pixels);
    return new Uint8Array(await (format === 'webp' ? pipeline.webp({ lossless: true, effort: 1 }) : encode(pipeline, format)).toBuffer());
  }
}
