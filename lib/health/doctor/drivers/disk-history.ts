import type { DiskSample } from '../checks/disk';

/** Interval of measurements in milliseconds, and the number that is kept: those of a week. */
const INTERVAL_MS = 60 * 60 * 1000;
const MAX_SAMPLES = 7 * 24;

export interface DiskHistory {
  /** Oldest first. */
  samples(): readonly DiskSample[];
  close(): void;
}

/** Measures the free space now and each hour, in memory: after a restart the trend begins anew. */
export function startDiskHistory(freeBytes: () => Promise<number>): DiskHistory {
  const samples: DiskSample[] = [];
  async function measure(): Promise<void> {
    // A failed measurement is left out: the check makes one of its own.
    const free = await freeBytes().catch(() => null);
    if (free === null) return;
    samples.push({ at: Date.now(), freeBytes: free });
    if (samples.length > MAX_SAMPLES) samples.shift();
  }
  void measure();
  const timer = setInterval(() => void measure(), INTERVAL_MS).unref();
  return { samples: () => samples, close: () => clearInterval(timer) };
}
