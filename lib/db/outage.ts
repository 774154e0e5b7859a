import { isAvatarError } from '@/lib/errors';
import { REQUEST_TIMEOUTS } from './timeouts';
import { translateError } from './unavailable';

export interface OutageLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/**
 * Time without a failure after which the database counts as available again, in milliseconds: what a query may take to fail. With one slow
 * table other requests still succeed, and a shorter time would report one outage several times.
 */
export const QUIET_MS = REQUEST_TIMEOUTS.connectMs + REQUEST_TIMEOUTS.queryMs;

/** Detects when the database becomes unavailable and when it is available again. */
export interface Outage {
  /** Runs one call. @throws AvatarError database_unavailable, storage_full; other errors of the call */
  watch<T>(call: () => Promise<T>): Promise<T>;
}

/** Logs the start and the end of an outage once each, however many requests fail. */
export function createOutage(log: OutageLog, now = () => performance.now()): Outage {
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
        const translated = translateError(error);
        if (translated !== error && isAvatarError(translated) && translated.code === 'database_unavailable') failed(translated);
        throw translated;
      }
    },
  };
}

/** Wraps records so that the outage detector watches each call. */
export function watchRecords<T extends object>(records: T, outage: Outage): T {
  const entries = Object.entries(records).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => outage.watch(() => (method as (...all: unknown[]) => Promise<unknown>)(...parameters)),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Shares one answer between the calls of a second: unauthenticated clients can ask at any rate. */
export function atMostOnceASecond(ask: () => Promise<void>): () => Promise<void> {
  let [answer, until] = [Promise.resolve(), Number.NEGATIVE_INFINITY];
  return () => {
    if (performance.now() >= until) [answer, until] = [ask(), performance.now() + 1_000];
    return answer;
  };
}
