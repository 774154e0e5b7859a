import { type Check, ok, problem, warning } from '../finding';

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

const ADVICE = 'Free space on the disk of DATA_DIR, move it to a larger disk, or keep pictures in an object store (docs/storage.md).';

/** Whether the disk of the data folder is full, or soon will be. */
export const diskCheck = ({ freeBytes, reservedBytes, history, now }: DiskPort): Check => ({
  id: 'disk',
  title: 'Space on the disk',
  async run() {
    const free = await freeBytes();
    if (free < reservedBytes) return problem(`${megabytes(free)} are free. Changes are refused below ${megabytes(reservedBytes)}.`, ADVICE);
    const samples = history();
    const days = daysLeft(samples ?? [], { at: now(), freeBytes: free }, reservedBytes);
    const room = `${megabytes(free)} are free; changes are refused below ${megabytes(reservedBytes)}.`;
    if (days === null) {
      if (free < reservedBytes * WARNING_FACTOR) return warning(room, ADVICE);
      return ok(samples ? `${room} The trend is known once the server has run for six hours.` : `${room} /settings/health has the trend.`);
    }
    if (days < WARNING_DAYS) {
      const left = Math.floor(days);
      return warning(`${room} At the rate of the last days that is in ${left === 1 ? '1 day' : `${left} days`}.`, ADVICE);
    }
    if (free < reservedBytes * WARNING_FACTOR) return warning(room, ADVICE);
    return ok(
      `${room} ${Number.isFinite(days) ? `At the rate of the last days that is in ${Math.floor(days)} days.` : 'It is not filling.'}`,
    );
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

const megabytes = (bytes: number) => `${Math.floor(bytes / (1024 * 1024)).toLocaleString('en')} MB`;
