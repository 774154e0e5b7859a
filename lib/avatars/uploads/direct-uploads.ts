import { randomBytes } from 'node:crypto';
import type { IdempotencyRecords } from '@/lib/accounts/idempotency-ports';
import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { AvatarError } from '@/lib/errors';
import type { Change } from '../change';
import { DIRECT_UPLOAD_BYTES, UPLOAD_START_MS, UPLOAD_USE_MS, UPLOADS_PER_HOUR } from '../limits';
import { UPLOADS } from '../paths';
import { createPermission } from '../permission';
import { lowerBound } from '../policy';
import type { AvatarRecords, Storage } from '../ports';
import { createHourlyLimit } from './hourly-limit';
import type { UploadRequest, UploadTarget } from './ports';

/** Permission to upload one file straight to the store. */
export interface UploadTicket {
  /** Names the upload to the person who asked for it, and to no one else. */
  id: string;
  request: UploadRequest;
  maxBytes: number;
  startBefore: Date;
  /** The upload can be used until then. */
  expiresAt: Date;
}

/** Uploads from clients straight to the store, each of which can be used once, by its person. */
export interface DirectUploads {
  /** Files above this many bytes should take this way. */
  readonly fromBytes: number;
  /** @throws AvatarError forbidden, changes_disabled, file_too_large, rate_limited */
  issue(change: Change, bytes: number): Promise<UploadTicket>;
  /**
   * Passes the uploaded bytes to `save`, and deletes them once it has succeeded. After a failure the upload can be used again.
   *
   * @param reserve called with the number of bytes before they are read
   * @throws AvatarError forbidden, changes_disabled, precondition_failed, upload_not_found, idempotency_in_progress, file_too_large
   */
  use<T>(change: Change, id: string, reserve: (bytes: number) => void, save: (bytes: Uint8Array) => Promise<T>): Promise<T>;
  /** The uploaded bytes, which stay. Throws as {@link use} does. */
  read(change: Change, id: string, reserve: (bytes: number) => void): Promise<Uint8Array>;
}

export interface DirectUploadsParts {
  target: UploadTarget;
  storage: Pick<Storage, 'delete'>;
  records: Pick<AvatarRecords, 'policy' | 'stateOf' | 'restrictions'> & IdempotencyRecords;
  counters: Counters;
  maxUploadBytes: number;
  /** Receives errors after the upload was used. */
  report: (error: unknown) => void;
  now?: () => number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Unix time in seconds at which it expires, in base 36, and 160 random bits. */
const ID = /^([0-9a-z]{6,8})-[0-9a-f]{40}$/;

/**
 * Needs no record of what it issues. The key of an upload has the person and its id, and only this server can sign a request for a key: an
 * object with the key of a person and an id was issued to this person, with this time.
 */
export function createDirectUploads(parts: DirectUploadsParts): DirectUploads {
  const { target, storage, records, maxUploadBytes, report, now = Date.now } = parts;
  const permission = createPermission(records);
  const count = createHourlyLimit({ counters: parts.counters, name: 'upload', what: 'uploads', limit: UPLOADS_PER_HOUR, now });
  const keyOf = (userId: number, id: string) => `${UPLOADS}${userId}/${id}`;

  /** @returns the largest file that may be used now. @throws AvatarError */
  async function admit(change: Change): Promise<number> {
    const policy = await permission.authorize(change);
    if (change.expectedVersion !== undefined) await permission.expectedState(change);
    return lowerBound(policy, maxUploadBytes);
  }

  /** @returns the key of the upload. @throws AvatarError upload_not_found */
  function keyOfUsable(userId: number, id: string): string {
    const [, seconds] = ID.exec(id) ?? [];
    if (seconds === undefined) throw unknownUpload(id);
    const expiresAt = Number.parseInt(seconds, 36) * 1000;
    if (expiresAt <= now()) {
      const expected = `Expected an upload that was started at most ${UPLOAD_USE_MS / 60_000} minutes ago`;
      throw uploadNotFound('expired', `${expected}; this one expired at ${new Date(expiresAt).toISOString()}.`);
    }
    return keyOf(userId, id);
  }

  async function load(key: string, id: string, limitBytes: number, reserve: (bytes: number) => void): Promise<Uint8Array> {
    const bytes = await target.bytesOf(key);
    if (bytes === null) throw unknownUpload(id);
    if (bytes > limitBytes) {
      throw new AvatarError('file_too_large', `The file is too large: expected at most ${limitBytes} bytes, got ${bytes}.`, { limitBytes });
    }
    reserve(bytes);
    const content = await target.read(key);
    if (content === null) throw unknownUpload(id);
    if (content.byteLength === bytes) return content;
    const cause = new Error(`${key}: expected ${bytes} bytes, got ${content.byteLength}`);
    throw new AvatarError('storage_failed', 'The picture could not be read from the storage.', {}, { cause });
  }

  return {
    fromBytes: DIRECT_UPLOAD_BYTES,

    async issue(change, bytes) {
      const limitBytes = await admit(change);
      if (bytes > limitBytes) {
        throw new AvatarError('file_too_large', `The file is too large: expected at most ${limitBytes} bytes, got ${bytes}.`, {
          limitBytes,
        });
      }
      await count(change.userId);
      const startBefore = new Date(now() + UPLOAD_START_MS);
      const expires = Math.floor((now() + UPLOAD_USE_MS) / 1000);
      const id = `${expires.toString(36)}-${randomBytes(20).toString('hex')}`;
      const request = await target.requestFor(keyOf(change.userId, id), { maxBytes: bytes, startBefore });
      return { id, request, maxBytes: bytes, startBefore, expiresAt: new Date(expires * 1000) };
    },

    async use(change, id, reserve, save) {
      const limitBytes = await admit(change);
      const { userId } = change;
      const key = keyOfUsable(userId, id);
      // Of two requests at once only one may use it, in any process.
      const claim = await records.claimIdempotencyKey(userId, key, key, new Date(now() - DAY_MS));
      if (claim === 'in-progress') {
        throw new AvatarError('idempotency_in_progress', 'Expected an upload that no other request is using. Wait for the first one.');
      }
      if (claim !== 'claimed') throw uploadNotFound('used', 'Expected an upload that was not used yet. Upload the file again.');
      let saved: Awaited<ReturnType<typeof save>>;
      try {
        saved = await save(await load(key, id, limitBytes, reserve));
      } catch (error) {
        await records.releaseIdempotencyKey(userId, key).catch(report);
        throw error;
      }
      // The picture is saved, whatever fails from here on. The sweeper deletes what is left.
      await records.storeResponse(userId, key, { status: 200, headers: {}, body: '' }).catch(report);
      await storage.delete([key]).catch(report);
      return saved;
    },

    async read(change, id, reserve) {
      const limitBytes = await admit(change);
      return load(keyOfUsable(change.userId, id), id, limitBytes, reserve);
    },
  };
}

function uploadNotFound(reason: 'unknown' | 'expired' | 'used', message: string): AvatarError<'upload_not_found'> {
  return new AvatarError('upload_not_found', message, { reason });
}

/** The same for an upload of another person, whose existence is no one else's business. */
function unknownUpload(id: string): AvatarError<'upload_not_found'> {
  const message = `Expected the id of an upload of yours that has arrived in the store and was not used; got ${JSON.stringify(id.slice(0, 60))}.`;
  return uploadNotFound('unknown', message);
}
