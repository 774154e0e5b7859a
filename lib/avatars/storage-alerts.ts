import { LRUCache } from 'lru-cache';

/** Writes a line to the log. */
export type Alert = (level: 'warn' | 'error', message: string, error: unknown) => void;

/** Failures of the storage that the log has to have, although no request fails for them or each of a burst does. */
export interface StorageAlerts {
  /** A rendition was made and is served, but not kept. */
  notStored(error: unknown): void;
  /** A rendition that nobody shall see any more is still there. */
  notDeleted(error: unknown): void;
  /** A rendition counts as missing. */
  renditionUnreadable(path: string, error: unknown): void;
  originalDamaged(path: string, error: unknown): void;
}

/** How long, in milliseconds, the same failure is not logged again: a full disk fails with every picture of every page. */
const REPEAT_MS = 60_000;

/** Most failures that are remembered to have been logged. Each damaged object is one. */
const MAX_TRACKED = 1000;

export function createStorageAlerts(alert: Alert, now?: () => number): StorageAlerts {
  const logged = new LRUCache<string, true>({ max: MAX_TRACKED, ttl: REPEAT_MS, ...(now && { perf: { now }, ttlResolution: 0 }) });

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
