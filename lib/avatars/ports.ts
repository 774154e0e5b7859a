import type { Person } from '@/lib/accounts/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Appearance, Crop, Pixels } from '@/lib/imaging/types';

/** What a version of a picture is made of; the fields of its record that the core decides. */
export interface NewAvatar extends Appearance {
  key: string;
  originalKey: string;
  fileName: string;
  /** Hexadecimal, of the uploaded bytes. */
  sourceSha256: string;
  sourceBytes: number;
  format: InputFormat;
  /** Size as displayed, in pixels. */
  width: number;
  height: number;
  frames: number;
  crop: Crop;
  /** Whether the person chose the crop; else it is the middle of the picture. What lies outside of a chosen crop is never public. */
  framed: boolean;
  alt: string;
  /** What JPEG, which has no transparency, shows behind transparent pixels: `#rrggbb`. */
  background: string;
}

/** One saved version. */
export interface Avatar extends NewAvatar {
  id: number;
  userId: number;
  createdAt: Date;
  /** Set when the original was swept: such a version cannot be restored. */
  removedAt: Date | null;
}

/** What a person shows at this moment. */
export interface AvatarState {
  person: Person;
  source: 'none' | 'upload' | 'gravatar';
  /** Goes up by one with each change that others can see. */
  version: number;
  /** The picture that is shown, an upload or the copy of Gravatar's; null when the generated one is. */
  avatar: Avatar | null;
  /** Key of the picture that is drawn when there is no other. */
  generatedKey: string;
}

/** Where a saved picture comes from. */
export type SavedFrom = Exclude<AvatarState['source'], 'none'>;

/** What a key in an address stands for. */
export type KeyOwner = { kind: 'upload'; userId: number; avatar: Avatar; current: boolean } | { kind: 'generated'; userId: number };

/** What the administrator allows, for everyone and every API. It lowers what a dialect takes and raises nothing. */
export interface Policy {
  /** Only administrators may change pictures. */
  avatarChangesDisabled: boolean;
  /** null: whatever the dialect takes. */
  maxAvatarBytes: number | null;
  /** Empty: whatever the dialect takes. */
  acceptedFormats: readonly InputFormat[];
}

/** Where the policy is kept. Read with each write, so that a change holds at once in every process. */
export interface PolicyRecords {
  policy(): Promise<Policy>;
  /** @param by user id of the administrator who changes it */
  changePolicy(change: Partial<Policy>, by: number): Promise<Policy>;
}

/**
 * The database as the core sees it. Every method is one transaction. Missing people and versions are `null`, never an error.
 * Implementations pass `recordsContract` in `lib/db/records.contract.ts`.
 */
export interface AvatarRecords extends PolicyRecords {
  stateOf(userId: number): Promise<AvatarState | null>;
  /** Everyone, oldest account first, at most so many. */
  states(limit: number): Promise<AvatarState[]>;
  /**
   * Adds a version and points the person at it.
   * @param expectedVersion when given, nothing happens unless the state still has it.
   * @param source an upload unless given; with `gravatar`, it counts as checked now.
   * @throws AvatarError precondition_failed, not_found
   */
  save(userId: number, avatar: NewAvatar, expectedVersion?: number, source?: SavedFrom): Promise<AvatarState>;
  /**
   * Points at an earlier version of this person, which then is an upload, wherever it came from; or at none.
   * @param without what the person uses instead, when it is none; `gravatar`, checked now, has no picture for them.
   * @throws AvatarError precondition_failed, not_found
   */
  point(userId: number, avatarId: number | null, expectedVersion?: number, without?: 'none' | 'gravatar'): Promise<AvatarState>;
  /** Changes the description of the current version. @throws AvatarError precondition_failed, not_found, no_picture */
  describe(userId: number, alt: string, expectedVersion?: number): Promise<AvatarState>;
  /**
   * Those who use Gravatar and were last checked before a date, or never: `shown` for those with a copy, `missing` for those without.
   * At most so many, longest ago first.
   */
  gravatarsDue(before: { shown: Date; missing: Date }, limit: number): Promise<AvatarState[]>;
  /** Notes when Gravatar was checked without a change. Nothing happens when the person's state has another version by now. */
  gravatarChecked(userId: number, version: number, checkedAt: Date): Promise<void>;
  ownerOf(key: string): Promise<KeyOwner | null>;
  version(userId: number, avatarId: number): Promise<Avatar | null>;
  /** All versions whose original still exists, newest first. */
  history(userId: number): Promise<Avatar[]>;
  /** Marks versions whose originals are about to be deleted. The current version is never marked. */
  markRemoved(avatarIds: readonly number[]): Promise<void>;
  /** Versions that ceased to be current before `date` and are not yet marked, of all people. */
  outdated(date: Date): Promise<Avatar[]>;
  /** Of these keys, those that name the current upload or the generated picture of a person. */
  liveRenditions(keys: readonly string[]): Promise<Set<string>>;
  /** Of these original keys, those that a version can still be restored from. */
  liveOriginals(keys: readonly string[]): Promise<Set<string>>;
}

/** `none`: there is no picture for the address. `failed`: Gravatar could not be asked, or gave no answer that can be used. */
export type GravatarAnswer = { kind: 'picture'; bytes: Uint8Array } | { kind: 'none' } | { kind: 'failed' };

/** Gravatar, asked by the server so that no visitor has to. */
export interface Gravatars {
  /**
   * The picture for an e-mail address, within `GRAVATAR_TIMEOUT_MS` and of at most `MAX_GRAVATAR_BYTES`. The bytes are whatever came.
   * Never throws: why it failed is reported by the driver.
   */
  pictureOf(email: string, signal?: AbortSignal): Promise<GravatarAnswer>;
}

/** An object in {@link Storage}. */
export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

/**
 * Where bytes live. Keys are slash-separated segments of `a-z 0-9 . _ -` that do not start with a dot; anything else throws, which is
 * what makes path traversal impossible. Implementations pass `storageContract` in `lib/storage/storage.contract.ts`.
 */
export interface Storage {
  /** Durable once it resolves, and never seen half-written. Replaces what was there. @throws AvatarError storage_failed, storage_full */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * null when there is none. What comes back is what was put: a driver verifies it, by a checksum of its own or of the service.
   * @throws AvatarError storage_failed; storage_damaged, with the key in its cause
   */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Nothing happens when there is none. @throws AvatarError storage_failed */
  delete(key: string): Promise<void>;
  /** All objects whose key starts with `prefix`, in no order. */
  list(prefix: string): AsyncIterable<StoredObject>;
}

/** Room on the disk that holds the data folder. */
export interface DiskSpace {
  /** Whether changes are refused at present, so that nothing should be written that can be left out. */
  isLow(): Promise<boolean>;
  /** @throws AvatarError storage_full when changes are refused */
  requireRoom(): Promise<void>;
  /** For removals and revocations, which write a row or two. @throws AvatarError storage_full when even those are refused */
  requireRoomToRemove(): Promise<void>;
  /**
   * Runs `write`, which writes so many bytes, beside other writes.
   *
   * @throws AvatarError storage_full when they and those of the other writes would take what is kept for the database
   */
  withRoomFor<T>(bytes: number, write: () => Promise<T>): Promise<T>;
}

/** What is drawn for addresses that have no picture, by the names that Gravatar and Libravatar gave it. */
export type DrawingStyle =
  | 'mp' // a silhouette, the same for everyone
  | 'mmng' // a silhouette on a colour
  | 'identicon'
  | 'monsterid'
  | 'wavatar'
  | 'retro'
  | 'robohash'
  | 'pagan'
  | 'initials'
  | 'color' // and nothing else
  | 'blank'; // nothing at all

/** Names one drawing. */
export interface Drawing {
  style: DrawingStyle;
  /** Hexadecimal. What it decides about the drawing depends on the style. */
  seed: string;
  /** For `initials`: the letters themselves, or the name that they are taken from. Either may be anything that somebody typed. */
  letters?: string;
  name?: string;
}

/** Draws without a network, the same for the same drawing on every machine. */
export interface Painter {
  /** Changes whenever drawings look otherwise than they did, so that nobody keeps the old ones for the new. */
  readonly edition: string;
  /** Only `blank` has transparent pixels. @param side pixels, at most what a dialect names as a constant */
  draw(drawing: Drawing, side: number): Promise<Pixels>;
}
