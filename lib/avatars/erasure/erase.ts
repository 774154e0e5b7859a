import { originalPath, RENDITIONS, UPLOADS } from '../paths';
import type { Storage } from '../ports';
import type { ErasedRows, Erasure, ErasureRecords } from './ports';

/** Days until a deletion that the person did not want at once. */
export const GRACE_DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Report of a deleted account. */
export interface ErasureReport extends ErasedRows {
  /** Objects that were deleted from the storage. */
  objects: number;
  /** Objects that a list of the storage still has, or may have: the storage failed. The maintenance deletes them. */
  objectsLeft: number;
}

/** Deletes accounts, and everything that they have stored. */
export interface Erasures {
  /**
   * Deletes the account at once.
   * @param reason for the audit log, of an administrator
   * @returns null if there is none
   * @throws AvatarError forbidden for the only administrator of other people
   */
  now(userId: number, reason?: string): Promise<ErasureReport | null>;
  /**
   * Deletes a version of the picture for good. If the storage fails, the maintenance deletes its objects.
   * @throws AvatarError not_found, picture_shown
   */
  version(userId: number, avatarId: number): Promise<void>;
  /** Deletes the account in {@link GRACE_DAYS}. @returns when. @throws as {@link Erasures.now} does */
  later(userId: number): Promise<Date>;
  /** @throws AvatarError not_found */
  cancel(userId: number): Promise<void>;
  /** When the account will be deleted; null: it stays. */
  due(userId: number): Promise<Date | null>;
  /** Deletes accounts that are due, and objects that earlier deletions have left. @param failed called with each failure */
  run(failed: (error: unknown) => void, signal?: AbortSignal): Promise<void>;
}

export interface ErasuresParts {
  records: ErasureRecords;
  storage: Storage;
  report: (error: unknown) => void;
  now?: () => Date;
}

/**
 * The account goes first, with a note of its objects in the same transaction: from then on it is shown nowhere, whatever fails. The note
 * stays until a list of the storage shows that its objects are gone.
 */
export function createErasures({ records, storage, report, now = () => new Date() }: ErasuresParts): Erasures {
  /** Keys of all objects of the account that are stored. */
  async function storedOf({ userId, avatarId, originalKeys, renditionKeys }: Erasure): Promise<string[]> {
    const keys: string[] = [];
    const uploads = avatarId === null ? [`${UPLOADS}${userId}/`] : [];
    for (const prefix of [...renditionKeys.map((key) => `${RENDITIONS}${key}/`), ...uploads])
      for await (const { key } of storage.list(prefix)) keys.push(key);
    // A list of all originals to find one would be as long as there are people.
    for (const path of originalKeys.map(originalPath)) if (await storage.head(path)) keys.push(path);
    return keys;
  }

  async function deleteObjects(erasure: Erasure): Promise<Pick<ErasureReport, 'objects' | 'objectsLeft'>> {
    const found = await storedOf(erasure);
    await storage.delete(found);
    const left = await storedOf(erasure);
    if (left.length === 0) await records.endErasure(erasure.id);
    return { objects: found.length - left.length, objectsLeft: left.length };
  }

  const objectsOf = ({ originalKeys, renditionKeys }: Erasure) => originalKeys.length + renditionKeys.length;

  async function erase(userId: number, due?: Date, reason?: string): Promise<ErasureReport | null> {
    const erasure = await records.erase(userId, due, reason);
    if (!erasure) return null;
    const deleted = await deleteObjects(erasure.note).catch((error) => {
      report(error);
      return { objects: 0, objectsLeft: objectsOf(erasure.note) };
    });
    return { ...erasure.rows, ...deleted };
  }

  return {
    now: (userId, reason) => erase(userId, undefined, reason),
    async version(userId, avatarId) {
      await deleteObjects(await records.eraseVersion(userId, avatarId)).catch(report);
    },
    async later(userId) {
      const at = new Date(now().getTime() + GRACE_DAYS * DAY_MS);
      await records.scheduleDeletion(userId, at);
      return at;
    },
    cancel: (userId) => records.scheduleDeletion(userId, null),
    due: (userId) => records.deletionOf(userId),
    async run(failed, signal) {
      for (const erasure of await records.erasures()) {
        if (signal?.aborted) return;
        await deleteObjects(erasure).catch(failed);
      }
      const today = now();
      for (const userId of await records.deletionsDue(today)) {
        if (signal?.aborted) return;
        await erase(userId, today).catch(failed);
      }
    },
  };
}
