import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import type { Person } from '@/lib/accounts/ports';
import type { RegistrationPolicy } from '@/lib/accounts/registration/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Appearance, Crop } from '@/lib/imaging/types';
import type { Via } from './kept/ports';
import type { Moderation, ModerationRecords } from './moderation/ports';
import type { UploadTarget } from './uploads/ports';

export type { Drawing, DrawingStyle, Painter } from './drawings/ports';

/** The fields of a version's record that the core decides. */
export interface NewAvatar extends Appearance {
  key: string;
  originalKey: string;
  fileName: string;
  /** SHA-256 of the uploaded bytes, hexadecimal. */
  sourceSha256: string;
  sourceBytes: number;
  format: InputFormat;
  /** Size as displayed, in pixels. */
  width: number;
  height: number;
  frames: number;
  crop: Crop;
  /** Whether the person chose the crop; otherwise it is the middle of the picture. Pixels outside a chosen crop are never public. */
  framed: boolean;
  alt: string;
  /** `#rrggbb`, `blur` or `transparent`: see `Framing`. */
  background: string;
  /** Frame of an animation that its stills show, from 0. */
  stillFrame: number;
  /** null where it is unknown, as for versions of earlier releases. */
  via: Via | null;
}

/** One saved version. */
export interface Avatar extends NewAvatar {
  id: number;
  userId: number;
  createdAt: Date;
  /** Set when the original was deleted: the version can no longer be restored. */
  removedAt: Date | null;
}

/** The picture that a person shows at present. */
export interface AvatarState {
  person: Person;
  source: 'none' | 'upload' | 'gravatar' | 'directory';
  /** Increases by one with each visible change. */
  version: number;
  /** The current upload or Gravatar copy; null while the generated avatar is shown. */
  avatar: Avatar | null;
  /** Key of the generated avatar. */
  generatedKey: string;
}

/**
 * The state of a person, with the picture of one of their e-mail addresses. `version`: another one of the history. `none`: no picture, as
 * an address without an account.
 */
export interface AddressState extends AvatarState {
  shows: 'account' | 'version' | 'none';
}

/** Origin of a saved picture. */
export type SavedFrom = Exclude<AvatarState['source'], 'none'>;

/** The picture that a key in a URL names. `current`: the person shows it now, by the account or by one of their addresses. */
export type KeyOwner = { kind: 'upload'; userId: number; avatar: Avatar; current: boolean } | { kind: 'generated'; userId: number };

/** Restrictions that the administrator sets for every API. A policy can only be stricter than a dialect. */
export interface PicturePolicy {
  /** Only administrators may change pictures. */
  avatarChangesDisabled: boolean;
  /** null: the dialect's own bound. */
  maxAvatarBytes: number | null;
  /** Restricts uploads to these formats; an empty list means no restriction. */
  acceptedFormats: readonly InputFormat[];
}

export interface Policy extends PicturePolicy, RegistrationPolicy {
  /** Whether applications that know only a hash of an address get its picture. */
  hashLookup: boolean;
}

/** Stores the policy. Every change of a picture reads it, so that it takes effect immediately in every process. */
export interface PolicyRecords {
  policy(): Promise<Policy>;
  /** @param by user id of the administrator who changes it; null: a service key */
  changePolicy(change: Partial<Policy>, by: number | null): Promise<Policy>;
}

/**
 * The database as the core sees it. Every method is one transaction. A missing person or version is `null`, not an error.
 * Implementations pass `recordsContract` in `lib/db/records.contract.ts`.
 */
export interface AvatarRecords extends PolicyRecords, ModerationRecords {
  stateOf(userId: number): Promise<AvatarState | null>;
  /**
   * By the MD5 or SHA-256 of an e-mail address: hexadecimal, in lower case. Addresses whose look-up by hash is off show none; none is
   * found while the policy switches it off.
   * @param proof `proved`: not by addresses that are only assumed to be the person's
   */
  stateByEmailHash(hash: string, proof: RequiredProof): Promise<AddressState | null>;
  /** By an e-mail address in canonical form. */
  stateByEmail(email: string, proof: RequiredProof): Promise<AddressState | null>;
  /** States of the oldest accounts. */
  states(limit: number): Promise<AvatarState[]>;
  /**
   * Adds a version and makes it current. With a moderation, every address shows it too, unless it shows no picture at all: as in `point`.
   * @param expectedVersion refuses the change unless the state has this version
   * @param source an upload by default; `gravatar` also records the time of the check
   * @throws AvatarError precondition_failed, changes_disabled, file_blocked; not_found, also if all versions of its original are marked as removed
   */
  save(userId: number, avatar: NewAvatar, expectedVersion?: number, source?: SavedFrom, moderation?: Moderation): Promise<AvatarState>;
  /**
   * Makes an earlier version of this person current, or none. A Gravatar copy that is restored becomes an upload.
   * @param without the source if there is no current version; `gravatar` also records that Gravatar has no picture now
   * @throws AvatarError precondition_failed, not_found, changes_disabled, file_blocked
   */
  point(
    userId: number,
    avatarId: number | null,
    expectedVersion?: number,
    without?: 'none' | 'gravatar',
    moderation?: Moderation,
  ): Promise<AvatarState>;
  /** Changes the description of the current version. @throws AvatarError precondition_failed, not_found, no_picture, changes_disabled */
  describe(userId: number, alt: string, expectedVersion?: number): Promise<AvatarState>;
  /**
   * People who use Gravatar and were last checked before a date, or never: before `shown` if they have a copy, before `missing` if not.
   * Not those whose picture is locked. Sorted by the time of the check, oldest first.
   */
  gravatarsDue(before: { shown: Date; missing: Date }, limit: number): Promise<AvatarState[]>;
  /** Records a check of Gravatar that found no change. Does nothing if the state has another version by now. */
  gravatarChecked(userId: number, version: number, checkedAt: Date): Promise<void>;
  ownerOf(key: string): Promise<KeyOwner | null>;
  version(userId: number, avatarId: number): Promise<Avatar | null>;
  /** All versions whose original is still stored, newest first. */
  history(userId: number): Promise<Avatar[]>;
  /** Whether a version of the person was ever made from the file, also one that is marked as removed. */
  hadFile(userId: number, sourceSha256: string): Promise<boolean>;
  /** Marks versions as removed before their originals are deleted. A version that the person shows is never marked. */
  markRemoved(avatarIds: readonly number[]): Promise<void>;
  /** Versions of all people that ceased to be shown before `date` and are not marked as removed. */
  outdated(date: Date): Promise<Avatar[]>;
  /** Versions of all people whose original is still stored and whose id is larger than `after`, by id. */
  keptVersions(after: number, limit: number): Promise<Avatar[]>;
  /** The subset of these keys that name an upload that is shown, or a generated avatar. */
  liveRenditions(keys: readonly string[]): Promise<Set<string>>;
  /** The subset of these original keys that a version can still be restored from. */
  liveOriginals(keys: readonly string[]): Promise<Set<string>>;
}

/** `none`: Gravatar has no picture for the address. `failed`: no response, or an unusable one. */
export type GravatarAnswer = { kind: 'picture'; bytes: Uint8Array } | { kind: 'none' } | { kind: 'failed' };

/** Fetches from Gravatar on the server, so that visitors never contact it. */
export interface Gravatars {
  /**
   * The picture for an e-mail address, within `GRAVATAR_TIMEOUT_MS` and of at most `MAX_GRAVATAR_BYTES`. The bytes are not validated.
   * Never throws: the driver reports failures.
   */
  pictureOf(email: string, signal?: AbortSignal): Promise<GravatarAnswer>;
}

/** A Gravatar or Libravatar service that is asked for hashes without an account. Same bounds as {@link Gravatars}. */
export interface AvatarService {
  /** @param hash MD5 or SHA-256, hexadecimal in lower case */
  pictureOfHash(hash: string, signal?: AbortSignal): Promise<GravatarAnswer>;
}

/** An object in {@link Storage}. */
export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

/** The headers of an object, where other software reads it from the store as well. */
export interface ObjectHeaders {
  /** `application/octet-stream` by default. */
  contentType?: string;
  /** Caches may keep the object for good: other bytes get another key. By default they may not keep it at all. */
  immutable?: boolean;
}

/** Metadata of a stored object. */
export interface ObjectHead {
  /** Length of the bytes that were put. */
  bytes: number;
  modifiedAt: Date;
}

/**
 * Stores bytes by key. Keys are slash-separated segments of `a-z 0-9 . _ -` that do not start with a dot. Any other key throws, which
 * rules out path traversal. Implementations pass `storageContract` in `lib/storage/storage.contract.ts`.
 */
export interface Storage {
  /** Durable once it resolves, and atomic. Replaces an existing object. @throws AvatarError storage_failed, storage_full */
  put(key: string, bytes: Uint8Array, headers?: ObjectHeaders): Promise<void>;
  /**
   * null if the object does not exist. Returns the bytes that were put: the driver verifies a checksum of its own or of the service.
   * @throws AvatarError storage_failed; storage_damaged, with the key in its cause
   */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** null if the object does not exist. Does not notice damage to its bytes. @throws AvatarError storage_failed */
  head(key: string): Promise<ObjectHead | null>;
  /**
   * Ignores objects that do not exist. If some cannot be deleted, the others are deleted before it fails.
   * @throws AvatarError storage_failed
   */
  delete(keys: readonly string[]): Promise<void>;
  /** All objects whose key starts with `prefix`, unordered. @throws AvatarError storage_failed */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Address at which visitors can read the object without this server; null if there is none, as for every original. */
  publicUrl(key: string): string | null;
  /** undefined: clients cannot put objects into this store. */
  readonly uploadTarget?: UploadTarget;
}

/** Free space on the disk of the data folder. */
export interface DiskSpace {
  /** Whether changes are refused at present, so that optional writes should be skipped. */
  isLow(): Promise<boolean>;
  /** @throws AvatarError storage_full while changes are refused */
  requireRoom(): Promise<void>;
  /** For removals and revocations, which write one or two rows. @throws AvatarError storage_full while even these are refused */
  requireRoomToRemove(): Promise<void>;
  /**
   * Runs `write`, which writes `bytes` bytes, and counts them together with concurrent writes.
   *
   * @throws AvatarError storage_full if all of them together would use the reserve of the database
   */
  withRoomFor<T>(bytes: number, write: () => Promise<T>): Promise<T>;
}
