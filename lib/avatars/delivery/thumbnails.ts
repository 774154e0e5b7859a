import { LRUCache } from 'lru-cache';
import { encodeRendition } from '@/lib/imaging/encode/encoders';
import { cropSquare } from '@/lib/imaging/encode/render';
import { decodingCost } from '@/lib/scheduling/cost';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { THUMBNAIL_WAIT_SECONDS, THUMBNAILS_BYTES } from '../limits';
import type { Avatar } from '../ports';
import type { Originals } from './originals';
import type { Bytes } from './picture-memory';

/** Sides in pixels: of 64 and 128 CSS pixels on sharp screens. */
export const THUMBNAIL_SIDES = [128, 256] as const;
export type ThumbnailSide = (typeof THUMBNAIL_SIDES)[number];

/** Small pictures of versions, for their owner: renditions of a version exist only while it is shown. */
export interface Thumbnails {
  /** A still WebP. @throws AvatarError busy, storage_failed, storage_damaged, corrupt_image */
  of(avatar: Avatar, side: ThumbnailSide): Promise<Bytes>;
}

export function createThumbnails({ originals, decodeQueue }: { originals: Originals; decodeQueue: DecodeQueue }): Thumbnails {
  const cache = new LRUCache<string, Bytes>({ maxSize: THUMBNAILS_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const singleFlight = createSingleFlight<Bytes>();
  /** One at a time: a page of an owner must not delay pictures that visitors wait for. */
  const semaphore = createSemaphore({ tasks: 1, waitSeconds: THUMBNAIL_WAIT_SECONDS });

  async function make(avatar: Avatar, side: ThumbnailSide): Promise<Bytes> {
    const { seconds } = decodingCost({ ...avatar, frames: 1, bytesPerPixel: 0 }, avatar.crop.width);
    const square = await semaphore.run({ bytes: 0, seconds }, () =>
      originals.use(avatar, (source) =>
        decodeQueue.run(
          { ...source, frames: avatar.stillFrame + 1 },
          (bytes, deadline) => cropSquare(bytes, avatar, avatar, deadline),
          avatar.crop.width,
        ),
      ),
    );
    const bytes = new Uint8Array(await encodeRendition(square, side, 'webp', avatar.background));
    cache.set(nameOf(avatar, side), bytes);
    return bytes;
  }

  return {
    async of(avatar, side) {
      const name = nameOf(avatar, side);
      return cache.get(name) ?? singleFlight(name, () => make(avatar, side));
    },
  };
}

const nameOf = ({ key }: Avatar, side: ThumbnailSide) => `${key} ${side}`;
