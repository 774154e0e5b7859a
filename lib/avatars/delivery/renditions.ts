import { LRUCache } from 'lru-cache';
import { isAvatarError } from '@/lib/errors';
import { encodeRendition } from '@/lib/imaging/encode/encoders';
import { drawIdenticon } from '@/lib/imaging/encode/identicon';
import { cropSquare, isAnimatedRendition, needsOriginal, renderFromOriginal, renditionSide } from '@/lib/imaging/encode/render';
import { LARGEST_SIZE } from '@/lib/imaging/sizes';
import type { Pixels, RenditionName } from '@/lib/imaging/types';
import { decodingCost, encodingCost } from '@/lib/scheduling/cost';
import type { DecodeQueue, Task } from '@/lib/scheduling/decode-queue';
import { createSemaphore, type Semaphore } from '@/lib/scheduling/semaphore';
import { createSingleFlight } from '@/lib/scheduling/single-flight';
import { UNSTORED_BYTES } from '../limits';
import { headersOf, renditionPath } from '../paths';
import type { Avatar, AvatarRecords, KeyOwner, Storage } from '../ports';
import type { Originals } from './originals';
import type { PixelCache } from './pixel-cache';
import type { StorageAlerts } from './storage-alerts';

/**
 * `moved`: the key names a version that is not current, and the client is redirected to the person's current key. Or the picture was
 * cropped, so that its uncropped form is not public, and the client is redirected to the crop at its full size.
 */
export type Delivery =
  | { kind: 'found'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'moved'; key: string; size?: 'full' }
  | { kind: 'missing' };

export interface Deliver {
  /**
   * The encoded picture, from the storage or made now, once for concurrent requests. Renditions are a cache: while the storage is full,
   * read-only or damaged, requests take longer and still succeed.
   */
  rendition(name: RenditionName): Promise<Delivery>;
}

export interface DeliverParts {
  records: AvatarRecords;
  storage: Storage;
  /** Renditions for GET requests wait here before they enter the decode queue beside uploads. */
  onDemand: Semaphore;
  originals: Originals;
  decodeQueue: DecodeQueue;
  pixelCache: PixelCache;
  alerts: StorageAlerts;
}

export function createDeliver({ records, storage, onDemand, originals, decodeQueue, pixelCache, alerts }: DeliverParts): Deliver {
  const singleFlight = createSingleFlight<Delivery>();
  /** For HEIC, which decodes slowly: other formats do not wait behind it. */
  const heicOnDemand = createSemaphore({ tasks: 1 });
  /** Renditions that the storage refused. Without this, every request would decode again. */
  const unstored = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: UNSTORED_BYTES,
    sizeCalculation: ({ byteLength }) => byteLength,
  });

  return {
    async rendition(name) {
      const path = renditionPath(name);
      const bytes = await readStored(path);
      return bytes ? { kind: 'found', bytes } : singleFlight(path, () => make(name, path));
    },
  };

  async function readStored(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await storage.get(path);
    } catch (error) {
      if (!isAvatarError(error)) throw error;
      alerts.renditionUnreadable(path, error);
      return null;
    }
  }

  /** A failure is not an error: a later request stores the rendition. */
  async function store(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await storage.put(path, bytes, headersOf(path));
      unstored.delete(path);
    } catch (error) {
      if (!isAvatarError(error)) throw error;
      alerts.notStored(error);
      unstored.set(path, bytes);
    }
  }

  async function discard(path: string): Promise<void> {
    unstored.delete(path);
    // The sweeper deletes what remains.
    await storage.delete([path]).catch(alerts.notDeleted);
  }

  async function make(name: RenditionName, path: string): Promise<Delivery> {
    const owner = await records.ownerOf(name.key);
    if (!owner) return { kind: 'missing' };
    if (!isShown(owner)) return present(owner.userId);
    if (name.size === 'whole' && !isUnframed(owner)) return { kind: 'moved', key: name.key, size: 'full' };
    const bytes = unstored.get(path) ?? new Uint8Array(await encodedFor(owner, name));
    await store(path, bytes);
    // The picture may have been replaced and swept in the meantime.
    const after = await records.ownerOf(name.key);
    if (!after || !isShown(after)) {
      await discard(path);
      return present(owner.userId);
    }
    return { kind: 'found', bytes };
  }

  async function present(userId: number): Promise<Delivery> {
    const state = await records.stateOf(userId);
    return state ? { kind: 'moved', key: state.avatar?.key ?? state.generatedKey } : { kind: 'missing' };
  }

  async function encodedFor(owner: KeyOwner, name: RenditionName): Promise<Buffer> {
    // Drawing an identicon costs almost nothing; only encoding counts.
    if (owner.kind === 'generated') {
      const cost = encodingCost(typeof name.size === 'number' ? name.size : LARGEST_SIZE, name.format);
      return onDemand.run(cost, async () => encodeRendition(await drawIdenticon(name.key), name.size, name.format));
    }
    const { avatar } = owner;
    if (needsOriginal(avatar, name))
      return fromOriginal(avatar, name, (bytes, deadline) => renderFromOriginal(bytes, avatar, name, deadline));
    const encode = (square: Pixels) => encodeRendition(square, name.size, name.format, avatar.background);
    let encoded: Buffer | undefined;
    const square = await pixelCache.of(avatar.key, () =>
      fromOriginal(avatar, name, async (bytes, deadline) => {
        const fresh = await cropSquare(bytes, avatar, avatar.crop, deadline);
        // In the same queue slot: this request must not wait a second time after decoding.
        encoded = await encode(fresh);
        return fresh;
      }),
    );
    return encoded ?? onDemand.run(encodingCost(renditionSide(avatar, name), name.format), () => encode(square));
  }

  /** The decode queue counts the memory, so this semaphore counts time only. */
  function fromOriginal<T>(avatar: Avatar, name: RenditionName, make: Task<T>): Promise<T> {
    const moving = isAnimatedRendition(avatar, name);
    const side = renditionSide(avatar, name);
    // A still of an animation decodes the first frame only.
    const shown = moving ? avatar : { ...avatar, frames: 1 };
    const cropSide = moving ? side : avatar.crop.width;
    const encoding = moving ? undefined : encodingCost(side, name.format);
    const { seconds } = decodingCost({ ...shown, bytesPerPixel: 0 }, cropSide);
    const semaphore = avatar.format === 'heic' ? heicOnDemand : onDemand;
    return semaphore.run({ bytes: 0, seconds: seconds + (encoding?.seconds ?? 0) }, () =>
      originals.use(avatar, (source) => decodeQueue.run({ ...source, frames: shown.frames }, make, cropSide, encoding)),
    );
  }
}

function isUnframed(owner: KeyOwner): boolean {
  return owner.kind === 'upload' && !owner.avatar.framed;
}

function isShown(owner: KeyOwner): boolean {
  return owner.kind === 'generated' || owner.current;
}
