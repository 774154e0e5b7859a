import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Events } from '@/lib/events/events';
import type { FaceFinder, HeicDecoder, MetadataReader } from '@/lib/imaging/types';
import { createDecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Semaphore } from '@/lib/scheduling/semaphore';
import { type Current, createCurrent } from './delivery/current';
import type { Directory } from './delivery/directory';
import { createOriginals } from './delivery/originals';
import type { PictureMemory } from './delivery/picture-memory';
import { createPixelCache } from './delivery/pixel-cache';
import { createDeliver, type Deliver } from './delivery/renditions';
import { type Alert, createStorageAlerts } from './delivery/storage-alerts';
import { createThumbnails } from './delivery/thumbnails';
import { createUpstream, type UpstreamPicture } from './delivery/upstream';
import { type Inspect, inspect } from './inspect';
import { createKept, type Kept, requireRead } from './kept/kept';
import type { Restrictions } from './moderation/ports';
import { createPermission, type Permission } from './permission';
import { createPipeline, type Pipeline } from './pipeline';
import type { AddressState, Avatar, AvatarRecords, AvatarService, AvatarState, Gravatars, Policy, Storage } from './ports';
import { type CreatePreview, createPreview, createProposeFraming, type ProposeFraming } from './preview';
import { createReframe, type Reframe } from './reframe';
import { createRemove, type Remove } from './remove';
import { createReplace, type Replace } from './replace';
import { createRestore, type Restore } from './restore';
import { createSweeper, type Sweeper } from './sweep';
import { createGravatar, type GravatarSource } from './use-gravatar';

/** The core: everything that can be done with pictures. Dialects translate their wire format to it and back. */
export interface Avatars
  extends GravatarSource,
    Pick<Deliver, 'rendition'>,
    Current,
    Kept,
    Pick<Permission, 'allowedState' | 'requireUnlocked'>,
    Pick<Sweeper, 'sweep' | 'settled'> {
  replace: Replace;
  reframe: Reframe;
  remove: Remove;
  restore: Restore;
  preview: CreatePreview;
  proposeFraming: ProposeFraming;
  inspect: Inspect;
  /** The policy as the database has it. A caller that checks it before a change passes it on in `Change.policy`. */
  policy(): Promise<Policy>;
  /** The state as the database has it; changes are based on it. @throws AvatarError not_found */
  stateOf(userId: number): Promise<AvatarState>;
  /** The public state, from memory if it is known. @throws AvatarError not_found */
  shown(userId: number): Promise<AvatarState>;
  /** @param hash MD5 or SHA-256 of an e-mail address, in hexadecimal; any other string is the hash of no account */
  shownByEmailHash(hash: string): Promise<AddressState | null>;
  /** As the database has it. @param email in canonical form */
  byEmail(email: string): Promise<AddressState | null>;
  /** Whether other services are asked for hashes without an account. Their answers change without an event. */
  readonly asksUpstreams: boolean;
  /** The picture that another service has for a hash without an account; null if none is asked, or none has one. */
  upstreamPicture(hash: string): Promise<UpstreamPicture | null>;
  /** The person's own state, with what only they may see. @throws AvatarError forbidden */
  own(principal: Principal): Promise<AvatarState>;
  /** The same, from memory if it is known: a change at another process may be missing for some milliseconds. @throws AvatarError forbidden */
  ownShown(principal: Principal): Promise<AvatarState>;
  /** States of the oldest accounts, at most `limit`. */
  states(limit: number): Promise<AvatarState[]>;
  /** {@link Kept.history} for administrators: the caller has checked that the sender is one. */
  historyOf(userId: number): Promise<Avatar[]>;
  /** The lock and the notice of administrators. @throws AvatarError not_found */
  restrictions(userId: number): Promise<Restrictions>;
  /** The same, for the person. @throws AvatarError forbidden */
  ownRestrictions(principal: Principal): Promise<Restrictions>;
  /** The original of a version that the caller took from {@link Kept.history}. @throws AvatarError storage_failed, storage_damaged */
  readOriginal(avatar: Avatar): Promise<Uint8Array<ArrayBuffer>>;
}

export interface AvatarsParts {
  /** Publish `picture-changed` to `events` (lib/events/publishing-records.ts). */
  records: AvatarRecords;
  events: Pick<Events, 'subscribe'>;
  /** Public states, for reads. */
  directory: Directory;
  /** Pictures that were read or made. */
  memory: PictureMemory;
  storage: Storage;
  /** Whether clients put objects into the store, which the sweeper deletes if they are not used. Default: false. */
  hasUploads?: boolean;
  gravatars: Gravatars;
  /** Services that are asked for e-mail hashes without an account, in this order. Default: none. */
  upstreams?: readonly AvatarService[];
  /** Bounds how many pictures are decoded at once, except HEIC. */
  semaphore: Semaphore;
  /** Bounds renditions that are made for GET requests, so that uploads do not wait for them. */
  onDemand: Semaphore;
  /** null: this installation does not decode HEIC. */
  heic: HeicDecoder | null;
  metadata: MetadataReader;
  /** null, the default: first framings go without faces. */
  faces?: FaceFinder | null;
  /** Decorates the stages of changes, for measurements. */
  decorate?: (pipeline: Pipeline) => Pipeline;
  /** Bounds how many HEIC pictures are decoded at once. */
  heicSemaphore?: Semaphore;
  report: (error: unknown) => void;
  /** Called when the storage fails, once for a burst of failures. */
  alert: Alert;
}

export function createAvatars(parts: AvatarsParts): Avatars {
  const {
    records,
    events,
    directory,
    memory,
    storage,
    hasUploads,
    gravatars,
    upstreams = [],
    semaphore,
    onDemand,
    heic,
    heicSemaphore,
    metadata,
    faces = null,
    report,
    alert,
  } = parts;
  const { decorate = (pipeline) => pipeline } = parts;
  const sweeper = createSweeper({ records, storage, hasUploads, report });
  events.subscribe((event) => {
    // Each process sweeps after its own changes.
    if (event.origin === 'database') return;
    if (event.type === 'picture-changed' || (event.type === 'account-changed' && event.isPictureChanged)) sweeper.afterChange(event.userId);
  });
  directory.onChange((changed) => memory.forget(changed?.userId));
  const pixelCache = createPixelCache();
  const decodeQueue = createDecodeQueue(semaphore, heic, heicSemaphore);
  const alerts = createStorageAlerts(alert);
  const originals = createOriginals({ storage, alerts });
  const thumbnails = createThumbnails({ originals, decodeQueue });
  const permission = createPermission(records);
  const pipeline = decorate(createPipeline({ records, storage, decodeQueue, heic, pixelCache, report }));
  const replace = createReplace({ permission, pipeline, metadata, records });
  const preview = createPreview({ permission, pipeline, decodeQueue });

  const deliver = createDeliver({ records, directory, memory, storage, onDemand, originals, decodeQueue, pixelCache, alerts });

  async function shown(userId: number): Promise<AvatarState> {
    const state = await directory.stateOf(userId);
    if (!state) throw new AvatarError('not_found', `User ${userId} not found.`);
    return state;
  }

  async function stateOf(userId: number): Promise<AvatarState> {
    const state = await records.stateOf(userId);
    if (!state) throw new AvatarError('not_found', `User ${userId} not found.`);
    return state;
  }

  async function restrictions(userId: number): Promise<Restrictions> {
    const found = await records.restrictions(userId);
    if (!found) throw new AvatarError('not_found', `User ${userId} not found.`);
    return found;
  }

  const upstream = createUpstream({ services: upstreams, pipeline, decodeQueue, report });

  return {
    asksUpstreams: upstreams.length > 0,
    upstreamPicture: async (hash) => (upstreams.length > 0 ? upstream.pictureOf(hash) : null),
    replace,
    preview,
    proposeFraming: createProposeFraming({ permission, pipeline, decodeQueue }, faces),
    inspect,
    policy: () => records.policy(),
    reframe: createReframe({ permission, pipeline, originals, records }),
    remove: createRemove({ permission, records, storage, report }),
    restore: createRestore({ permission, pipeline, originals, records }),
    allowedState: permission.allowedState,
    requireUnlocked: permission.requireUnlocked,
    restrictions,
    ...createGravatar({ records, gravatars, report, permission, replace, preview }),
    rendition: deliver.rendition,
    ...createCurrent(shown),
    shown,
    shownByEmailHash: (hash) => directory.stateByEmailHash(hash.toLowerCase()),
    byEmail: directory.stateByEmail,
    sweep: sweeper.sweep,
    async settled() {
      await Promise.all([sweeper.settled(), deliver.stored()]);
    },
    stateOf,
    async own(principal) {
      requireRead(principal);
      return stateOf(principal.userId);
    },
    async ownShown(principal) {
      requireRead(principal);
      return shown(principal.userId);
    },
    async ownRestrictions(principal) {
      requireRead(principal);
      return restrictions(principal.userId);
    },
    states: (limit) => records.states(limit),
    ...createKept({ records, thumbnails, originals, stateOf }),
    historyOf: (userId) => records.history(userId),
    readOriginal: originals.read,
  };
}
