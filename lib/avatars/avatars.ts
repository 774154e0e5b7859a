import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { HeicDecoder, MetadataReader } from '@/lib/imaging/types';
import { createDecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Semaphore } from '@/lib/scheduling/semaphore';
import { createOriginals } from './delivery/originals';
import { createPixelCache } from './delivery/pixel-cache';
import { createDeliver, type Deliver } from './delivery/renditions';
import { createPipeline, type Pipeline } from './pipeline';
import type { Avatar, AvatarRecords, AvatarState, Gravatars, Storage } from './ports';
import { type Alert, createStorageAlerts } from './storage-alerts';
import { createSweeper, type Sweeper } from './sweep';

/** The core: everything that can be done with pictures. Dialects translate their wire to it and back. */
export interface Avatars extends Pipeline, Deliver, Pick<Sweeper, 'sweep' | 'settled'> {
  /** @throws AvatarError not_found */
  stateOf(userId: number): Promise<AvatarState>;
  /** The person's own, with what only they may see. @throws AvatarError forbidden */
  own(principal: Principal): Promise<AvatarState>;
  /** Everyone, oldest account first, at most so many. */
  states(limit: number): Promise<AvatarState[]>;
  /** Earlier versions that can be restored, and the current one, newest first. Only for the person. */
  history(principal: Principal): Promise<Avatar[]>;
  /** The picture as it came, from its owner or from Gravatar. Only for its owner. @throws AvatarError no_picture, storage_failed, storage_damaged */
  original(principal: Principal): Promise<{ avatar: Avatar; bytes: Uint8Array<ArrayBuffer> }>;
}

export interface AvatarsParts {
  records: AvatarRecords;
  storage: Storage;
  gravatars: Gravatars;
  /** Bounds how many pictures are decoded at once, but for HEIC. */
  semaphore: Semaphore;
  /** Bounds what is made for whoever asks for a picture, which uploads must not have to wait for. */
  onDemand: Semaphore;
  /** null: this installation does not decode HEIC. */
  heic: HeicDecoder | null;
  metadata: MetadataReader;
  report: (error: unknown) => void;
  /** Told of failures of the storage, once for a burst. */
  alert: Alert;
}

export function createAvatars({ records, storage, gravatars, semaphore, onDemand, heic, metadata, report, alert }: AvatarsParts): Avatars {
  const sweeper = createSweeper({ records, storage, report });
  const pixelCache = createPixelCache();
  const decodeQueue = createDecodeQueue(semaphore, heic);
  const alerts = createStorageAlerts(alert);
  const originals = createOriginals({ storage, alerts });

  async function stateOf(userId: number): Promise<AvatarState> {
    const state = await records.stateOf(userId);
    if (!state) throw new AvatarError('not_found', `User ${userId} not found.`);
    return state;
  }

  return {
    ...createPipeline({ records, storage, gravatars, originals, decodeQueue, report, sweeper, heic, metadata, pixelCache }),
    ...createDeliver({ records, storage, onDemand, originals, decodeQueue, pixelCache, alerts }),
    sweep: sweeper.sweep,
    settled: sweeper.settled,
    stateOf,
    async own(principal) {
      requireRead(principal);
      return stateOf(principal.userId);
    },
    states: (limit) => records.states(limit),
    async history(principal) {
      requireRead(principal);
      return records.history(principal.userId);
    },
    async original(principal) {
      requireRead(principal);
      const { avatar } = await stateOf(principal.userId);
      if (!avatar) throw new AvatarError('no_picture', 'There is no uploaded picture.');
      return { avatar, bytes: await originals.read(avatar) };
    },
  };
}

function requireRead(principal: Principal): void {
  if (principal.scopes.includes('avatar:read')) return;
  throw new AvatarError('forbidden', 'This API key cannot read pictures. Expected the scope avatar:read.');
}
