import { KEPT_DAYS, KEPT_VERSIONS, UPLOAD_USE_MS } from './limits';
import { deleteRenditions, keyOfPath, ORIGINALS, originalPath, RENDITIONS, UPLOADS } from './paths';
import type { Avatar, AvatarRecords, Storage } from './ports';

export interface Sweeper {
  /** Deletes outdated objects of this person in the background. Failures are reported; {@link sweep} tries again. */
  afterChange(userId: number): void;
  /**
   * Deletes every object without a record, which crashes and failures leave behind, and every expired version.
   *
   * @param signal stops the sweep between two batches; the next sweep continues
   * @returns the number of deleted objects; `uploads`, if the store takes them from clients, that were not used in time
   */
  sweep(signal?: AbortSignal): Promise<{ renditions: number; originals: number; uploads?: number }>;
  /** Resolves when the background work is done. */
  settled(): Promise<void>;
}

export interface SweeperParts {
  records: AvatarRecords;
  storage: Storage;
  /** Whether clients put objects into the store, some of which they never use. Default: false. */
  hasUploads?: boolean;
  /** Called with failures of the background work. */
  report: (error: unknown) => void;
  now?: () => Date;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Younger renditions may belong to an upload whose record is not committed yet. Older ones can always be made again. */
const RENDITION_GRACE_MS = HOUR_MS;

/** Originals cannot be made again. A database that is restored from a backup may lack their records for this long. */
const ORIGINAL_GRACE_MS = KEPT_DAYS * DAY_MS;

/** Keys in one query to the records, or in one deletion. */
const BATCH = 500;

export function createSweeper({ records, storage, hasUploads = false, report, now = () => new Date() }: SweeperParts): Sweeper {
  const running = new Set<Promise<void>>();

  async function sweepPerson(userId: number): Promise<void> {
    // History first: a version that is shown from then on counts as shown and is kept.
    const history = await records.history(userId);
    const shown = await records.liveRenditions(history.map((version) => version.key));
    const earlier = history.filter((version) => !shown.has(version.key));
    await Promise.all(earlier.map((version) => deleteRenditions(storage, version.key)));
    await forget(earlier.slice(KEPT_VERSIONS));
  }

  /** Marks the versions as removed before it deletes originals, so that they can no longer be restored. @returns the number of deleted originals */
  async function forget(versions: Avatar[]): Promise<number> {
    if (versions.length === 0) return 0;
    await records.markRemoved(versions.map((version) => version.id));
    const live = await records.liveOriginals(versions.map((version) => version.originalKey));
    const dead = new Set(versions.map((version) => version.originalKey).filter((key) => !live.has(key)));
    await storage.delete([...dead].map(originalPath));
    return dead.size;
  }

  async function deadIn(
    prefix: string,
    graceMs: number,
    liveAmong: (keys: string[]) => Promise<Set<string>>,
    signal?: AbortSignal,
  ): Promise<{ dead: string[]; alive: number }> {
    const before = now().getTime() - graceMs;
    const dead: string[] = [];
    let alive = 0;
    for await (const batch of batches(storage.list(prefix))) {
      // A partial list cannot tell whether the database belongs to this storage.
      if (signal?.aborted) return { dead: [], alive };
      const live = await liveAmong([...new Set(batch.map((object) => keyOfPath(object.key)))]);
      alive += live.size;
      for (const { key, modifiedAt } of batch) if (!live.has(keyOfPath(key)) && modifiedAt.getTime() < before) dead.push(key);
    }
    return { dead, alive };
  }

  /** @returns the number of deleted objects */
  async function deleteAll(keys: string[], signal?: AbortSignal): Promise<number> {
    let deleted = 0;
    for (let at = 0; at < keys.length && !signal?.aborted; at += BATCH) {
      const batch = keys.slice(at, at + BATCH);
      await storage.delete(batch);
      deleted += batch.length;
    }
    return deleted;
  }

  async function sweepRenditions(signal?: AbortSignal): Promise<number> {
    const { dead } = await deadIn(RENDITIONS, RENDITION_GRACE_MS, (keys) => records.liveRenditions(keys), signal);
    return deleteAll(dead, signal);
  }

  async function sweepOriginals(signal?: AbortSignal): Promise<number> {
    const { dead, alive } = await deadIn(ORIGINALS, ORIGINAL_GRACE_MS, (keys) => records.liveOriginals(keys), signal);
    if (dead.length > 0 && alive === 0) {
      // The settings more likely name the wrong database than that every object is garbage.
      report(
        new Error(
          `None of the ${dead.length} uploads in the storage belongs to this database, so nothing was deleted. Expected a storage and a database of the same installation.`,
        ),
      );
      return 0;
    }
    return deleteAll(dead, signal);
  }

  async function sweepUploads(signal?: AbortSignal): Promise<number> {
    const before = now().getTime() - UPLOAD_USE_MS;
    const expired: string[] = [];
    for await (const { key, modifiedAt } of storage.list(UPLOADS)) if (modifiedAt.getTime() < before) expired.push(key);
    return deleteAll(expired, signal);
  }

  return {
    afterChange(userId) {
      const task = sweepPerson(userId)
        .catch(report)
        .finally(() => running.delete(task));
      running.add(task);
    },
    async sweep(signal) {
      const outdated = await records.outdated(new Date(now().getTime() - KEPT_DAYS * DAY_MS));
      let forgotten = 0;
      for (let at = 0; at < outdated.length && !signal?.aborted; at += BATCH) forgotten += await forget(outdated.slice(at, at + BATCH));
      return {
        renditions: await sweepRenditions(signal),
        originals: forgotten + (await sweepOriginals(signal)),
        ...(hasUploads && { uploads: await sweepUploads(signal) }),
      };
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
