import { LRUCache } from 'lru-cache';
import { encode } from '@/lib/imaging/encode/encoders';
import { exactly, sideOf } from '@/lib/imaging/encode/exact-size';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { fromPixels } from '@/lib/imaging/sharp';
import { LARGEST_SIZE, sizeAtLeast } from '@/lib/imaging/sizes';
import type { Pixels, RenditionName } from '@/lib/imaging/types';
import type { Gate, Load } from '@/lib/scheduling/semaphore';
import { onceAtATime } from '@/lib/scheduling/single-flight';
import { MADE_PICTURES_BYTES } from '../limits';
import type { Drawing, Painter } from '../ports';
import { sha256 } from '../record';
import type { Deliver, Delivery } from './renditions';

type Bytes = Uint8Array<ArrayBuffer>;

/** Pictures in whatever number of pixels somebody asks for. They are made when asked for, and kept in memory alone. */
export interface MadePictures {
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
const MADE_PER_SECOND = 10_000_000;
const AVIF_PER_SECOND = 3_000_000;

/** What any takes, however small. */
const MADE_SECONDS = 0.005;

function loadOf(side: number, format: OutputFormat): Load {
  const pixels = side ** 2;
  return { bytes: pixels * HELD_PER_PIXEL, seconds: MADE_SECONDS + pixels / (format === 'avif' ? AVIF_PER_SECOND : MADE_PER_SECOND) };
}

/** @param gate apart from that of uploads, which must not have to wait behind strangers who ask for a thousand drawings */
export function createMadePictures(parts: { deliver: Deliver; painter: Painter; gate: Gate }): MadePictures {
  const { deliver, painter, gate } = parts;
  const made = new LRUCache<string, Bytes>({ maxSize: MADE_PICTURES_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const making = onceAtATime<Bytes>();

  /** Once, even when many ask at the same moment. */
  async function once(name: string, load: Load, make: () => Promise<Bytes>): Promise<Bytes> {
    const bytes = made.get(name);
    if (bytes) return bytes;
    const fresh = await making(name, () => gate.run(load, make));
    made.set(name, fresh);
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
      return { kind: 'found', bytes: await once(exact, loadOf(side, format), () => exactly(side, bytes, format)) };
    },
    keyOf,
    drawing: (drawing, side, format) =>
      once(`${keyOf(drawing)}/${side}.${format}`, loadOf(side, format), async () =>
        encodeDrawing(await painter.draw(drawing, side), format),
      ),
  };

  /** Drawings have few colours and sharp edges: WebP without loss has most of them in fewer bytes and in less time than with it. */
  async function encodeDrawing(pixels: Pixels, format: OutputFormat): Promise<Bytes> {
    const pipeline = fromPixels(pixels);
    return new Uint8Array(await (format === 'webp' ? pipeline.webp({ lossless: true, effort: 1 }) : encode(pipeline, format)).toBuffer());
  }
}
