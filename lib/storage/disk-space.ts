import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { MIN_FREE_BYTES, REMOVAL_BYTES, RESERVED_BYTES } from '@/lib/avatars/limits';
import type { DiskSpace, Storage } from '@/lib/avatars/ports';
import { storageFull } from '@/lib/errors';

/** Maximum age of a measurement, in milliseconds. */
const MAX_AGE_MS = 1_000;

export interface DiskSpaceOptions {
  /** Bytes that this process may still write. A failure counts as enough room: the write itself then reports the error. */
  freeBytes: () => Promise<number>;
  /** Called once when the server starts to refuse changes, and once when it accepts them again. */
  onChange: (isLow: boolean, freeBytes: number) => void;
  now?: () => number;
}

/** Free bytes on the disk of `folder`, without the blocks reserved for root. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Logs when changes are refused for lack of space, and when they no longer are. */
export function logDiskSpace(log: {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}): DiskSpaceOptions['onChange'] {
  return (isLow, freeBytes) =>
    isLow
      ? log.error(
          { freeBytes, expected: MIN_FREE_BYTES },
          'The disk of the data folder is almost full: changes are refused until there is room',
        )
      : log.info({ freeBytes }, 'There is room on the disk of the data folder again');
}

/** @throws Error if `folder` is read-only or its disk has less than `bytes` free */
export async function requireWritable(folder: string, bytes: number): Promise<void> {
  await access(folder, constants.W_OK);
  const free = await freeBytesOf(folder);
  if (free < bytes) throw new Error(`Expected ${bytes} bytes free, got ${free}`);
}

/** Free space on the disk of the data folder, measured at most once a second. */
export function createDiskSpace({ freeBytes, onChange, now = () => performance.now() }: DiskSpaceOptions): DiskSpace {
  let [known, measuredUntil] = [Promise.resolve(0), Number.NEGATIVE_INFINITY];
  let wasLow = false;
  /** Bytes of writes in progress, and of all writes that have ended. */
  let [inFlight, ended] = [0, 0];

  async function readFreeBytes(): Promise<number> {
    return freeBytes().catch(() => Number.POSITIVE_INFINITY);
  }

  async function measure(): Promise<number> {
    const free = await readFreeBytes();
    const low = free < MIN_FREE_BYTES;
    if (low !== wasLow) onChange(low, free);
    wasLow = low;
    return free;
  }

  /** Free bytes, at most a second old. */
  function recent(): Promise<number> {
    if (now() >= measuredUntil) [known, measuredUntil] = [measure(), now() + MAX_AGE_MS];
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
      const free = await readFreeBytes();
      // The measurement may not include writes that ended while it ran.
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

/**
 * A storage decorator that keeps disk space free for the database: between the check at the start of a request and the write, the disk can
 * fill up.
 */
export function reservingStorage(storage: Storage, space: Pick<DiskSpace, 'withRoomFor'>): Storage {
  return {
    ...storage,
    put: (key, bytes, headers) => space.withRoomFor(bytes.byteLength, () => storage.put(key, bytes, headers)),
  };
}
