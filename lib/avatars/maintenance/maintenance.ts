import type { Avatars } from '../avatars';
import type { Erasures } from '../erasure/erase';
import type { DiskSpace } from '../ports';
import type { Lease } from './ports';

const INTERVAL_MS = 60 * 60 * 1000;

/** Time until the first run, so that it takes nothing from a server that is loading. */
export const FIRST_RUN_MS = 5_000;

/** The result of one run of the maintenance. */
export interface MaintenanceResult {
  /** false if it is in progress in another process, so that this run did nothing. */
  ran: boolean;
  /** Objects that were deleted. */
  renditions: number;
  originals: number;
  /** Parts that failed. The log says why. */
  failures: number;
}

export interface Maintenance {
  /** Does everything that is due, unless it is in progress, here or in another process. Failures are reported. */
  run(): Promise<MaintenanceResult>;
  /** Stops between two batches, and resolves when it has. */
  close(): Promise<void>;
}

export interface MaintenanceParts {
  avatars: Pick<Avatars, 'sweep' | 'refreshGravatars'>;
  erasures: Pick<Erasures, 'run'>;
  /** Deletes what has expired, part by part. */
  expire: (now: Date) => Promise<unknown>[];
  lease: Lease;
  diskSpace: Pick<DiskSpace, 'isLow'>;
  report: (error: unknown) => void;
  log: { info(fields: object, message: string): void };
  /** Whether to run {@link FIRST_RUN_MS} from now and every hour; otherwise it only runs when it is called. Default: true. */
  hourly?: boolean;
}

/** Sweeps the storage, refreshes copies of Gravatars, and deletes accounts that are due and what has expired, with the addresses in it. */
export function startMaintenance({
  avatars,
  erasures,
  expire,
  lease,
  diskSpace,
  report,
  log,
  hourly = true,
}: MaintenanceParts): Maintenance {
  const closing = new AbortController();
  let running: Promise<MaintenanceResult> | undefined;

  async function sweep(signal: AbortSignal): Promise<{ renditions: number; originals: number }> {
    const began = performance.now();
    const deleted = await avatars.sweep(signal);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    log.info({ ...deleted, seconds }, signal.aborted ? 'Stopped sweeping the storage' : 'Swept the storage');
    return deleted;
  }

  async function refreshGravatars(signal: AbortSignal): Promise<void> {
    // Copies from Gravatar can wait until there is room.
    if (!(await diskSpace.isLow())) await avatars.refreshGravatars(signal);
  }

  async function runAll(signal: AbortSignal): Promise<MaintenanceResult> {
    let failures = 0;
    const failed = (error: unknown) => {
      failures += 1;
      report(error);
    };
    await erasures.run(failed, signal).catch(failed);
    const others = [refreshGravatars(signal), ...expire(new Date())].map((task) => task.catch(failed));
    const [deleted] = await Promise.all([sweep(signal).catch(failed), ...others]);
    return { ran: true, renditions: deleted?.renditions ?? 0, originals: deleted?.originals ?? 0, failures };
  }

  const nothing = (failures: number): MaintenanceResult => ({ ran: false, renditions: 0, originals: 0, failures });

  function run(): Promise<MaintenanceResult> {
    running ??= lease
      .run(runAll, closing.signal)
      .catch((error) => {
        report(error);
        return nothing(1);
      })
      .then((result) => {
        running = undefined;
        return result ?? nothing(0);
      });
    return running;
  }

  const timers = hourly ? [setTimeout(() => void run(), FIRST_RUN_MS).unref(), setInterval(() => void run(), INTERVAL_MS).unref()] : [];
  return {
    run,
    async close() {
      timers.forEach(clearTimeout);
      closing.abort();
      await running;
    },
  };
}
