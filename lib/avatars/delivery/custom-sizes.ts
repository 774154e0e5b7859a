import { encode } from '@/lib/imaging/encode/encoders';
import { readSide, resizeExactly, scaleSquare, sideInHeader } from '@/lib/imaging/encode/exact-size';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { fromPixels } from '@/lib/imaging/sharp';
import { LARGEST_SIZE, sizeAtLeast } from '@/lib/imaging/sizes';
import type { Pixels, RenditionName } from '@/lib/imaging/types';
import type { Cost, Semaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { CUSTOM_SIZES_BYTES } from '../limits';
import type { Drawing, Painter } from '../ports';
import { sha256 } from '../record';
import type { Directory } from './directory';
import { type Bytes, createPictureMemory, type KeptPicture, type PictureMemory } from './picture-memory';
import type { Deliver, Delivery } from './renditions';
import type { UpstreamPicture } from './upstream';

/** Pictures of any size that a request names. They are made on request and cached in memory only. */
export interface CustomSizes {
  /** A still rendition, scaled to exactly `side` pixels. @throws AvatarError busy, storage_failed */
  rendition(name: Omit<RenditionName, 'size'> & { side: number }): Promise<Delivery>;
  /** A picture of another service, scaled to exactly `side` pixels. @throws AvatarError busy */
  upstream(picture: UpstreamPicture, side: number, format: OutputFormat): Promise<Bytes>;
  /** Cache key of a drawing: 40 hexadecimal characters that change whenever its pixels do. */
  keyOf(drawing: Drawing): string;
  /** @throws AvatarError busy */
  drawing(drawing: Drawing, side: number, format: OutputFormat): Promise<KeptPicture>;
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

export interface CustomSizesParts {
  deliver: Pick<Deliver, 'rendition'>;
  directory: Pick<Directory, 'isTrusted' | 'sequence'>;
  memory: PictureMemory;
  painter: Painter;
  /** Not the one of uploads, so that requests for a thousand sizes cannot delay an upload. */
  semaphore: Semaphore;
  /** For hashes without an account: of its own, so that a thousand of them cannot delay pictures of people. */
  drawingSemaphore: Semaphore;
}

export function createCustomSizes(parts: CustomSizesParts): CustomSizes {
  const { deliver, directory, memory, painter, semaphore, drawingSemaphore } = parts;
  /** Of its own, so that drawings for random hashes displace no pictures of people. */
  const drawings = createPictureMemory(CUSTOM_SIZES_BYTES);
  const resizing = createSingleFlight<Bytes>();
  const drawing = createSingleFlight<KeptPicture>();

  const keyOf = ({ style, seed, letters, name }: Drawing) =>
    sha256(JSON.stringify([painter.edition, style, seed, letters, name])).slice(0, 40);

  return {
    async rendition({ side, ...name }) {
      const { key, format, still } = name;
      const exact = `exact/${key}/${side}${still ? '.still' : ''}.${format}`;
      const known = directory.isTrusted ? memory.get(exact) : undefined;
      if (known) return { kind: 'found', bytes: known.bytes, kept: known };
      const before = directory.sequence;
      const size = side > LARGEST_SIZE ? 'full' : sizeAtLeast(side);
      // Checks that the picture is still shown.
      const delivery = await deliver.rendition({ ...name, size });
      if (delivery.kind !== 'found') return delivery;
      const { bytes, kept } = delivery;
      // The rendition has this size already.
      if (size === side && (sideInHeader(bytes, format) ?? (await readSide(bytes, format))) === side) return delivery;
      const userId = kept?.userId;
      const resized =
        memory.get(exact)?.bytes ??
        (await resizing(exact, () => semaphore.run(makingCost(side, format), () => resizeExactly(side, bytes, format))));
      const isCurrent = userId !== undefined && directory.sequence === before;
      return { kind: 'found', bytes: resized, ...(isCurrent && { kept: memory.get(exact) ?? memory.set(exact, resized, userId) }) };
    },
    async upstream({ key, square }, side, format) {
      const name = `${key}/${side}.${format}`;
      const make = () => drawingSemaphore.run(makingCost(side, format), () => scaleSquare(side, square, format));
      return (drawings.get(name) ?? drawings.set(name, await resizing(name, make))).bytes;
    },
    keyOf,
    async drawing(wanted, side, format) {
      const name = `${keyOf(wanted)}/${side}.${format}`;
      return (
        drawings.get(name) ??
        drawing(name, () =>
          drawingSemaphore.run(makingCost(side, format), async () =>
            drawings.set(name, await encodeDrawing(await painter.draw(wanted, side), format)),
          ),
        )
      );
    },
  };

  /** Drawings have few colours and sharp edges, for which lossless WebP is smaller and faster than lossy WebP. */
  async function encodeDrawing(pixels: Pixels, format: OutputFormat): Promise<Bytes> {
    const pipeline = fromPixels(pixels);
    return new Uint8Array(await (format === 'webp' ? pipeline.webp({ lossless: true, effort: 1 }) : encode(pipeline, format)).toBuffer());
  }
}
