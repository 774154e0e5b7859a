import { statfs } from 'node:fs/promises';
import { MIN_FREE_BYTES, REMOVAL_BYTES, RESERVED_BYTES } from '@/lib/avatars/limits';
import type { DiskSpace, Storage } from '@/lib/avatars/ports';
import { storageFull } from '@/lib/errors';

/** How long an answer is good, in milliseconds. */
const GOOD_FOR_MS = 1_000;

export interface DiskSpaceOptions {
  /** Bytes that this process may still write. A disk that cannot be asked counts as one with room: writing to it says what is wrong. */
  freeBytes: () => Promise<number>;
  /** Told once when changes begin to be refused, and once when they are taken again. */
  onChange: (isLow: boolean, freeBytes: number) => void;
  now?: () => number;
}

/** Bytes that are free below `folder`, without what is kept for root. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Room on the disk that holds the data folder. It is asked at most once a second. */
export function createDiskSpace({ freeBytes, onChange, now = Date.now }: DiskSpaceOptions): DiskSpace {
  let [known, until] = [Promise.resolve(0), Number.NEGATIVE_INFINITY];
  let wasLow = false;
  /** Bytes of writes that run, and of all that ended. */
  let [inFlight, ended] = [0, 0];

  async function ask(): Promise<number> {
    return freeBytes().catch(() => Number.POSITIVE_INFINITY);
  }

  async function measure(): Promise<number> {
    const free = await ask();
    const low = free < MIN_FREE_BYTES;
    if (low !== wasLow) onChange(low, free);
    wasLow = low;
    return free;
  }

  /** Free bytes, at most a second old. */
  function recent(): Promise<number> {
    if (now() >= until) [known, until] = [measure(), now() + GOOD_FOR_MS];
    return known;
  }

  async function requireFree(bytes: number): Promise<void> {
    if ((await recent()) < bytes) throw storageFull();
  }

  return {
    isLow: async () => (await recent()) < MIN_FREE_BYTES,
    requireRoom: () => requireFree(MIN_FREE_BYTES),
    requireRoomToRemove: () => requireFree(REMOVAL_BYTES),
    async withRoomFor(bytes, write) {
      const endedBefore = ended;
      const free = await ask();
      // A write that ended meanwhile is perhaps not in the answer.
      const others = inFlight + ended - endedBefore;
      if (free - others - bytes < RESERVED_BYTES) throw storageFull();
      inFlight += bytes;
      try {
        return await write();
      } finally {
        inFlight -= bytes;
        ended += bytes;
      }
    },
  };
}

/** A storage that leaves room on its disk for the database: an object may be larger than what was free when its request came. */
export function reservingStorage(storage: Storage, space: Pick<DiskSpace, 'withRoomFor'>): Storage {
  return {
    ...storage,
    put: (key, bytes) => space.withRoomFor(bytes.byteLength, () => storage.put(key, bytes)),
  };
}
