import { type Check, ok, problem, warning } from '../finding';
import { observation, remedy } from '../texts';

export interface DiskSample {
  /** Time in milliseconds. */
  at: number;
  freeBytes: number;
}

export interface DiskPort {
  freeBytes(): Promise<number>;
  /** Below as many free bytes changes are refused. */
  reservedBytes: number;
  /** Earlier measurements, oldest first; null: there are none, since no server runs here. */
  history(): readonly DiskSample[] | null;
  now(): number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A trend of less time says more about one evening than about the next weeks. */
const MIN_TREND_MS = 6 * 60 * 60 * 1000;

/** Days that it takes to buy a disk and to move the pictures to it. */
const WARNING_DAYS = 14;

/** Times the reserved bytes: about 1 GB. */
const WARNING_FACTOR = 10;

/** Whether the disk of the data folder is full, or soon will be. */
export const diskCheck = ({ freeBytes, reservedBytes, history, now }: DiskPort): Check => ({
  id: 'disk',
  async run() {
    const free = await freeBytes();
    const megabytesOf = { free: megabytes(free), reserved: megabytes(reservedBytes) };
    if (free < reservedBytes) return problem(observation('disk_full', megabytesOf), remedy('free_disk'));
    const samples = history();
    const days = daysLeft(samples ?? [], { at: now(), freeBytes: free }, reservedBytes);
    const room = observation('disk_room', megabytesOf);
    if (days !== null && days < WARNING_DAYS)
      return warning([room, observation('disk_trend', { days: Math.floor(days) })], remedy('free_disk'));
    if (free < reservedBytes * WARNING_FACTOR) return warning(room, remedy('free_disk'));
    if (days === null) return ok(room, observation(samples ? 'disk_trend_unknown' : 'disk_trend_elsewhere'));
    return ok(room, Number.isFinite(days) ? observation('disk_trend', { days: Math.floor(days) }) : observation('disk_steady'));
  },
});

/** Days until the reserved bytes are reached; Infinity if the disk is not filling; null if the history is too short. */
function daysLeft(history: readonly DiskSample[], current: DiskSample, reservedBytes: number): number | null {
  const [first] = history;
  if (!first || current.at - first.at < MIN_TREND_MS) return null;
  const used = first.freeBytes - current.freeBytes;
  if (used <= 0) return Number.POSITIVE_INFINITY;
  return ((current.freeBytes - reservedBytes) / used) * ((current.at - first.at) / DAY_MS);
}

const megabytes = (bytes: number) => Math.floor(bytes / (1024 * 1024));
