import { KEPT_DAYS, KEPT_VERSIONS } from './limits';
import { deleteRenditions, keyOfPath, ORIGINALS, originalPath, RENDITIONS } from './paths';
import type { Avatar, AvatarRecords, Storage } from './ports';

export interface Sweeper {
  /** Deletes, in the background, what a change of this person's picture left behind. Failures are reported and left to {@link sweep}. */
  afterChange(userId: number): void;
  /**
   * Deletes everything that no record stands for: what crashes and failures left, and what is past its time.
   *
   * @param signal ends it between two batches or two objects; the next sweep goes on
   */
  sweep(signal?: AbortSignal): Promise<{ renditions: number; originals: number }>;
  /** Resolves when the work in the background is done. */
  settled(): Promise<void>;
}

export interface SweeperParts {
  records: AvatarRecords;
  storage: Storage;
  /** Told of failures in the background, which nobody waits for. */
  report: (error: unknown) => void;
  now?: () => Date;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Renditions younger than this may belong to an upload whose record is about to be written. Older ones can always be made again. */
const RENDITION_GRACE_MS = HOUR_MS;

/** Originals cannot: this long a database that was restored from a backup may miss them before they go. */
const ORIGINAL_GRACE_MS = KEPT_DAYS * DAY_MS;

/** How many keys one question to the records names. */
const BATCH = 500;

export function createSweeper({ records, storage, report, now = () => new Date() }: SweeperParts): Sweeper {
  const running = new Set<Promise<void>>();

  async function sweepPerson(userId: number): Promise<void> {
    // In this order: a version that is pointed at in between is then seen as current, and not swept.
    const history = await records.history(userId);
    const state = await records.stateOf(userId);
    const earlier = history.filter((version) => version.id !== state?.avatar?.id);
    await Promise.all(earlier.map((version) => deleteRenditions(storage, version.key)));
    await forget(earlier.slice(KEPT_VERSIONS));
  }

  /** Marks first, so that nobody restores a version while its original goes. */
  async function forget(versions: Avatar[]): Promise<void> {
    if (versions.length === 0) return;
    await records.markRemoved(versions.map((version) => version.id));
    const live = await records.liveOriginals(versions.map((version) => version.originalKey));
    const dead = new Set(versions.map((version) => version.originalKey).filter((key) => !live.has(key)));
    await Promise.all([...dead].map((key) => storage.delete(originalPath(key))));
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
      // Half a list of the living says nothing about whether the database is the right one.
      if (signal?.aborted) return { dead: [], alive };
      const live = await liveAmong([...new Set(batch.map((object) => keyOfPath(object.key)))]);
      alive += live.size;
      for (const { key, modifiedAt } of batch) if (!live.has(keyOfPath(key)) && modifiedAt.getTime() < before) dead.push(key);
    }
    return { dead, alive };
  }

  /** @returns how many were deleted */
  async function deleteAll(keys: string[], signal?: AbortSignal): Promise<number> {
    let deleted = 0;
    for (const key of keys) {
      if (signal?.aborted) break;
      await storage.delete(key);
      deleted += 1;
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
      // More likely the settings name another database than that everything here is rubbish.
      report(
        new Error(
          `None of the ${dead.length} uploads in the storage belongs to this database, so nothing was deleted. Expected a storage and a database of the same installation.`,
        ),
      );
      return 0;
    }
    return deleteAll(dead, signal);
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
      for (let at = 0; at < outdated.length && !signal?.aborted; at += BATCH) await forget(outdated.slice(at, at + BATCH));
      return {
        renditions: await sweepRenditions(signal),
        originals: await sweepOriginals(signal),
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
