import { isAvatarError } from '@/lib/errors';
import { translate } from './unavailable';

export interface OutageLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** After how long without a failure the database counts as back, in milliseconds. One slow table lets other requests through meanwhile. */
const QUIET_MS = 5_000;

/** Notices when the database cannot be asked, and when it can again. */
export interface Outage {
  /** Runs one call. @throws AvatarError database_unavailable, storage_full; what the call throws otherwise */
  watch<T>(call: () => Promise<T>): Promise<T>;
}

/** Says once that an outage began, and once that it is over, however many requests it fails. */
export function createOutage(log: OutageLog, now: () => number = Date.now): Outage {
  let since: number | undefined;
  let lastFailure = 0;

  function failed(error: Error): void {
    lastFailure = now();
    if (since !== undefined) return;
    since = lastFailure;
    log.error({ err: error.cause }, 'The database does not answer: requests are refused until it does');
  }

  function succeeded(): void {
    if (since === undefined || now() - lastFailure < QUIET_MS) return;
    log.info({ seconds: Math.round((lastFailure - since) / 1000) }, 'The database answers again');
    since = undefined;
  }

  return {
    async watch(call) {
      try {
        const result = await call();
        succeeded();
        return result;
      } catch (error) {
        const translated = translate(error);
        if (translated !== error && isAvatarError(translated) && translated.code === 'database_unavailable') failed(translated);
        throw translated;
      }
    },
  };
}

/** The same records, each call of which is watched. */
export function watched<T extends object>(records: T, outage: Outage): T {
  const entries = Object.entries(records).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => outage.watch(() => (method as (...all: unknown[]) => Promise<unknown>)(...parameters)),
  ]);
  return Object.fromEntries(entries) as T;
}
