import type { Avatars } from '../avatars';
import type { DiskSpace, Lease } from '../ports';

const INTERVAL_MS = 60 * 60 * 1000;

export interface Maintenance {
  /** Does everything that is due, unless it is in progress, here or in another process. Failures are reported. */
  run(): Promise<void>;
  /** Stops between two batches, and resolves when it has. */
  close(): Promise<void>;
}

export interface MaintenanceParts {
  avatars: Pick<Avatars, 'sweep' | 'refreshGravatars'>;
  lease: Lease;
  diskSpace: Pick<DiskSpace, 'isLow'>;
  report: (error: unknown) => void;
  log: { info(fields: object, message: string): void };
}

/** Sweeps the storage and refreshes copies of Gravatars, now and every hour. */
export function startMaintenance({ avatars, lease, diskSpace, report, log }: MaintenanceParts): Maintenance {
  const closing = new AbortController();
  let running: Promise<void> | undefined;

  async function sweep(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const deleted = await avatars.sweep(signal);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    log.info({ ...deleted, seconds }, signal.aborted ? 'Stopped sweeping the storage' : 'Swept the storage');
  }

  async function refreshGravatars(signal: AbortSignal): Promise<void> {
    // Copies from Gravatar can wait until there is room.
    if (!(await diskSpace.isLow())) await avatars.refreshGravatars(signal);
  }

  const runAll = async (signal: AbortSignal) => {
    await Promise.all([sweep(signal).catch(report), refreshGravatars(signal).catch(report)]);
  };

  function run(): Promise<void> {
    running ??= lease
      .run(runAll, closing.signal)
      .catch(report)
      .then(() => {
        running = undefined;
      });
    return running;
  }

  const timer = setInterval(() => void run(), INTERVAL_MS).unref();
  void run();
  return {
    run,
    async close() {
      clearInterval(timer);
      closing.abort();
      await running;
    },
  };
}
