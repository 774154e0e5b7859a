import { LRUCache } from 'lru-cache';
import { encode } from '@/lib/imaging/encode/encoders';
import { exactly, sideOf } from '@/lib/imaging/encode/exact-size';
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

/** Pictures in whatever number of pixels somebody asks for. They are made when asked for, and kept in memory alone. */
export interface CustomSizes {
  /** A rendition that stands still, brought to exactly `side` pixels. @throws AvatarError busy, storage_failed */
  rendition(name: Omit<RenditionName, 'size'> & { side: number }): Promise<Delivery>;
  /** 40 hexadecimal characters that stand for what the drawing looks like. */
  keyOf(drawing: Drawing): string;
  /** @throws AvatarError busy */
  drawing(drawing: Drawing, side: number, format: OutputFormat): Promise<Bytes>;
}

/** Bytes for each pixel that is drawn, or decoded and scaled, and encoded; AVIF's decoder takes most of them. */
const HELD_PER_PIXEL = 30;

/** Pixels that are made in a second. Of 2048 × 2048, some drawings take half a second and AVIF one and a half. */
const CUSTOM_SIZES_PER_SECOND = 10_000_000;
const AVIF_PER_SECOND = 3_000_000;

/** What any takes, however small. */
const CUSTOM_SIZE_SECONDS = 0.005;

function decodingCost(side: number, format: OutputFormat): Cost {
  const pixels = side ** 2;
  return {
    bytes: pixels * HELD_PER_PIXEL,
    seconds: CUSTOM_SIZE_SECONDS + pixels / (format === 'avif' ? AVIF_PER_SECOND : CUSTOM_SIZES_PER_SECOND),
  };
}

/** @param gate apart from that of uploads, which must not have to wait behind strangers who ask for a thousand drawings */
export function createCustomSizes(parts: { deliver: Deliver; painter: Painter; semaphore: Semaphore }): CustomSizes {
  const { deliver, painter, semaphore } = parts;
  const customSizes = new LRUCache<string, Bytes>({ maxSize: CUSTOM_SIZES_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const making = createSingleFlight<Bytes>();

  /** Once, even when many ask at the same moment. */
  async function singleFlight(name: string, cost: Cost, make: () => Promise<Bytes>): Promise<Bytes> {
    const bytes = customSizes.get(name);
    if (bytes) return bytes;
    const fresh = await making(name, () => semaphore.run(cost, make));
    customSizes.set(name, fresh);
    return fresh;
  }

  const keyOf = ({ style, seed, letters, name }: Drawing) =>
    sha256(JSON.stringify([painter.edition, style, seed, letters, name])).slice(0, 40);

  return {
    async rendition({ side, ...name }) {
      const size = side > LARGEST_SIZE ? 'full' : sizeAtLeast(side);
      // Asked for each time, since it is what knows whether the picture is still shown.
      const delivery = await deliver.rendition({ ...name, size });
      if (delivery.kind !== 'found') return delivery;
      const { bytes } = delivery;
      const { key, format, still } = name;
      // Nothing to make, so nothing to wait for.
      if (size === side && (await sideOf(bytes, format)) === side) return delivery;
      const exact = `${key}/${side}${still ? '.still' : ''}.${format}`;
      return { kind: 'found', bytes: await singleFlight(exact, decodingCost(side, format), () => exactly(side, bytes, format)) };
    },
    keyOf,
    drawing: (drawing, side, format) =>
      singleFlight(`${keyOf(drawing)}/${side}.${format}`, decodingCost(side, format), async () =>
        encodeDrawing(await painter.draw(drawing, side), format),
      ),
  };

  /** Drawings have few colours and sharp edges: WebP without loss has most of them in fewer bytes and in less time than with it. */
  async function encodeDrawing(pixels: Pixels, format: OutputFormat): Promise<Bytes> {
    const pipeline = fromPixels(pixels);
    return new Uint8Array(await (format === 'webp' ? pipeline.webp({ lossless: true, effort: 1 }) : encode(pipeline, format)).toBuffer());
  }
}
