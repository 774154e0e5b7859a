import { LRUCache } from 'lru-cache';
import { encodeRendition } from '@/lib/imaging/encode/encoders';
import { cropSquare } from '@/lib/imaging/encode/render';
import { decodingCost } from '@/lib/scheduling/cost';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { THUMBNAILS_BYTES } from '../limits';
import type { Avatar } from '../ports';
import type { Originals } from './originals';
import type { Bytes } from './picture-memory';

/** Side in pixels: 64 CSS pixels on sharp screens. */
const SIDE = 128;

/** Small pictures of versions, for their owner: renditions of a version exist only while it is shown. */
export interface Thumbnails {
  /** A still WebP. @throws AvatarError busy, storage_failed, storage_damaged, corrupt_image */
  of(avatar: Avatar): Promise<Bytes>;
}

export function createThumbnails({ originals, decodeQueue }: { originals: Originals; decodeQueue: DecodeQueue }): Thumbnails {
  const cache = new LRUCache<string, Bytes>({ maxSize: THUMBNAILS_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const singleFlight = createSingleFlight<Bytes>();
  /** One at a time: a page of an owner must not delay pictures that visitors wait for. */
  const semaphore = createSemaphore({ tasks: 1 });

  async function make(avatar: Avatar): Promise<Bytes> {
    const { seconds } = decodingCost({ ...avatar, frames: 1, bytesPerPixel: 0 }, avatar.crop.width);
    const square = await semaphore.run({ bytes: 0, seconds }, () =>
      originals.use(avatar, (source) =>
        decodeQueue.run({ ...source, frames: 1 }, (bytes, deadline) => cropSquare(bytes, avatar, avatar, deadline), avatar.crop.width),
      ),
    );
    const bytes = new Uint8Array(await encodeRendition(square, SIDE, 'webp', avatar.background));
    cache.set(avatar.key, bytes);
    return bytes;
  }

  return { of: async (avatar) => cache.get(avatar.key) ?? singleFlight(avatar.key, () => make(avatar)) };
}
