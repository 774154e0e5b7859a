import { LRUCache } from 'lru-cache';

/** Writes a line to the log. */
export type Alert = (level: 'warn' | 'error', message: string, error: unknown) => void;

/** Logs storage failures that no request reports, or that every request of a burst would report. */
export interface StorageAlerts {
  /** A rendition was made and served, but not stored. */
  notStored(error: unknown): void;
  /** A rendition of a removed picture could not be deleted. */
  notDeleted(error: unknown): void;
  /** A stored rendition could not be read and is treated as missing. */
  renditionUnreadable(path: string, error: unknown): void;
  originalDamaged(path: string, error: unknown): void;
}

/** Minimum time between two log lines about the same failure, in milliseconds: a full disk fails for every picture of every page. */
const REPEAT_MS = 60_000;

/** Most failures that are tracked at the same time. Each damaged object is one. */
const MAX_TRACKED = 1000;

export function createStorageAlerts(alert: Alert, now?: () => number): StorageAlerts {
  const logged = new LRUCache<string, true>({
    maxSize: MAX_TRACKED,
    sizeCalculation: () => 1,
    ttl: REPEAT_MS,
    ...(now && { perf: { now }, ttlResolution: 0 }),
  });

  function report(subject: string, ...line: Parameters<Alert>): void {
    if (logged.has(subject)) return;
    logged.set(subject, true);
    alert(...line);
  }

  return {
    notStored: (error) => report('put', 'warn', 'Renditions are served but cannot be stored', error),
    notDeleted: (error) => report('delete', 'warn', 'Renditions of earlier pictures cannot be deleted', error),
    renditionUnreadable: (path, error) => report(path, 'warn', 'A rendition cannot be read and is made again', error),
    originalDamaged: (path, error) => report(path, 'error', 'An original is damaged', error),
  };
}
