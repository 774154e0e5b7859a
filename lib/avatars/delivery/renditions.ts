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
import { headersOf, keyOfPath, renditionPath } from '../paths';
import type { Avatar, AvatarRecords, KeyOwner, Storage } from '../ports';
import type { Directory } from './directory';
import type { Originals } from './originals';
import type { Bytes, KeptPicture, PictureMemory } from './picture-memory';
import type { PixelCache } from './pixel-cache';
import type { StorageAlerts } from './storage-alerts';

/**
 * `moved`: the key names a version that is not current, and the client is redirected to the person's current key. Or the picture was
 * cropped, so that its uncropped form is not public, and the client is redirected to the crop at its full size.
 */
export type Delivery = Found | { kind: 'moved'; key: string; size?: 'full' } | { kind: 'missing' };

/** `kept` is the picture in memory, unless it is too large or is no longer the one that its owner shows. */
export interface Found {
  kind: 'found';
  bytes: Bytes;
  /** Whether the storage has these bytes. Default: false. */
  isStored?: boolean;
  kept?: KeptPicture;
}

export interface Deliver {
  /**
   * The encoded picture, from the storage or made now, once for concurrent requests. Renditions are a cache: while the storage is full,
   * read-only or damaged, requests take longer and still succeed.
   */
  rendition(name: RenditionName): Promise<Delivery>;
  /** Resolves when new renditions are stored. */
  stored(): Promise<void>;
}

export interface DeliverParts {
  records: AvatarRecords;
  directory: Directory;
  memory: PictureMemory;
  storage: Storage;
  /** Renditions for GET requests wait here before they enter the decode queue beside uploads. */
  onDemand: Semaphore;
  originals: Originals;
  decodeQueue: DecodeQueue;
  pixelCache: PixelCache;
  alerts: StorageAlerts;
}

/** Time until renditions are stored again that the storage refused, in milliseconds. */
const RETRY_MS = 30_000;

export function createDeliver(parts: DeliverParts): Deliver {
  const { records, directory, memory, storage, onDemand, originals, decodeQueue, pixelCache, alerts } = parts;
  const singleFlight = createSingleFlight<Delivery>();
  /** For HEIC, which decodes slowly: other formats do not wait behind it. */
  const heicOnDemand = createSemaphore({ tasks: 1 });
  /** Renditions that the storage refused, or has not stored yet. Without this, every request would decode again. */
  const unstored = new LRUCache<string, Bytes>({ maxSize: UNSTORED_BYTES, sizeCalculation: ({ byteLength }) => byteLength });
  const storing = new Map<string, Promise<void>>();
  let retry: NodeJS.Timeout | undefined;

  return {
    rendition(name) {
      const path = renditionPath(name);
      const kept = directory.isTrusted ? memory.get(path) : undefined;
      if (!kept) return singleFlight(path, () => load(name, path));
      const isStored = !unstored.has(path);
      if (!isStored) storeLater(path, kept.bytes);
      return Promise.resolve({ kind: 'found', bytes: kept.bytes, isStored, kept });
    },
    async stored() {
      while (storing.size > 0) await Promise.all(storing.values());
    },
  };

  async function load(name: RenditionName, path: string): Promise<Delivery> {
    const before = directory.sequence;
    const owner = await ownerOf(name.key);
    const found = (bytes: Bytes, isStored: boolean): Found => {
      const isCurrent = owner && directory.sequence === before;
      return { kind: 'found', bytes, isStored, ...(isCurrent && { kept: memory.set(path, bytes, owner.userId) }) };
    };
    // Its renditions are deleted in the background, and must not be seen until then.
    if (owner && !isShown(owner)) return present(owner.userId);
    const kept = owner ? memory.get(path) : undefined;
    if (kept) return { kind: 'found', bytes: kept.bytes, isStored: !unstored.has(path), kept };
    const stored = await readStored(path);
    if (stored) return found(stored, true);
    // Without the database, nothing tells whether the picture may be made.
    const maker = owner === undefined ? await records.ownerOf(name.key) : owner;
    if (!maker) return { kind: 'missing' };
    if (!isShown(maker)) return present(maker.userId);
    if (name.size === 'whole' && !isUnframed(maker)) return { kind: 'moved', key: name.key, size: 'full' };
    const bytes = unstored.get(path) ?? new Uint8Array(await encodedFor(maker, name));
    // The picture may have been replaced in the meantime.
    if (directory.sequence !== before && !(await isStillShown(name.key))) return present(maker.userId);
    storeLater(path, bytes);
    return found(bytes, false);
  }

  async function isStillShown(key: string): Promise<boolean> {
    const owner = await records.ownerOf(key);
    return owner !== null && isShown(owner);
  }

  /** undefined if the database is unavailable: what is stored is served without it. */
  function ownerOf(key: string): Promise<KeyOwner | null | undefined> {
    return directory.ownerOf(key).catch((error) => {
      if (isAvatarError(error) && error.code === 'database_unavailable') return undefined;
      throw error;
    });
  }

  function readStored(path: string): Promise<Bytes | null> {
    return storage.get(path).catch((error) => {
      if (!isAvatarError(error)) throw error;
      alerts.renditionUnreadable(path, error);
      return null;
    });
  }

  /** The client does not wait for the storage. */
  function storeLater(path: string, bytes: Bytes): void {
    if (storing.has(path)) return;
    unstored.set(path, bytes);
    const task = store(path, bytes)
      .then(storeNext, (error) => {
        // A failure is not an error: the rendition is stored later.
        alerts.notStored(error);
        retryLater();
      })
      .finally(() => storing.delete(path));
    storing.set(path, task);
  }

  function retryLater(): void {
    if (retry !== undefined) return;
    retry = setTimeout(() => {
      retry = undefined;
      storeNext();
    }, RETRY_MS).unref();
  }

  /** Stores what the storage refused before, one rendition after another. */
  function storeNext(): void {
    const next = [...unstored].find(([path]) => !storing.has(path));
    if (next) storeLater(...next);
  }

  async function store(path: string, bytes: Bytes): Promise<void> {
    await storage.put(path, bytes, headersOf(path));
    unstored.delete(path);
    try {
      // The picture may have been replaced and swept in the meantime.
      if (!(await isStillShown(keyOfPath(path)))) await storage.delete([path]);
    } catch (error) {
      // The sweeper deletes what remains.
      alerts.notDeleted(error);
    }
  }

  async function present(userId: number): Promise<Delivery> {
    const state = await directory.stateOf(userId);
    return state ? { kind: 'moved', key: state.avatar?.key ?? state.generatedKey } : { kind: 'missing' };
  }

  async function encodedFor(owner: KeyOwner, name: RenditionName): Promise<Buffer> {
    // Drawing an identicon costs almost nothing; only encoding counts.
    if (owner.kind === 'generated') {
      const side = typeof name.size === 'number' ? name.size : LARGEST_SIZE;
      return onDemand.run(encodingCost(side, name.format), () => encodeRendition(drawIdenticon(name.key, side), name.size, name.format));
    }
    const { avatar } = owner;
    if (needsOriginal(avatar, name))
      return fromOriginal(avatar, name, (bytes, deadline) => renderFromOriginal(bytes, avatar, name, deadline));
    const encode = (square: Pixels) => encodeRendition(square, name.size, name.format, avatar.background);
    let encoded: Buffer | undefined;
    const square = await pixelCache.of(avatar.key, () =>
      fromOriginal(avatar, name, async (bytes, deadline) => {
        const fresh = await cropSquare(bytes, avatar, avatar, deadline);
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
    // A still of an animation decodes the frames up to its own.
    const shown = moving ? avatar : { ...avatar, frames: avatar.stillFrame + 1 };
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
