import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import { createMemoryRecords } from '../memory/records';
import type { Records } from '../records';

/** `before`: the call that fails does nothing. `after`: it is done, and its result is lost with the connection. */
export type Moment = 'before' | 'after';

/** A database that goes away at a call of the records. */
export interface FaultyDatabase {
  records: Records;
  /** The same, past the fault. */
  stored: Records;
  /** Goes away at the n-th call from now on, and stays away. */
  failAt(nth: number, moment: Moment): void;
  /** @returns whether it was away */
  comeBack(): boolean;
}

export function faultyDatabase(): FaultyDatabase {
  const stored = createMemoryRecords();
  let [callsLeft, moment]: [number, Moment] = [Number.POSITIVE_INFINITY, 'before'];

  // The calls within a transaction whose result is lost once it is committed.
  let isCommitting = false;

  async function call<T>(run: () => Promise<T>): Promise<T> {
    if (isCommitting) return run();
    callsLeft -= 1;
    if (callsLeft > 0) return run();
    if (callsLeft === 0 && moment === 'after') {
      isCommitting = true;
      await run().finally(() => {
        isCommitting = false;
      });
    }
    const message = `The database does not answer. Try again in ${DATABASE_RETRY_SECONDS} seconds.`;
    throw new AvatarError('database_unavailable', message, { retryAfterSeconds: DATABASE_RETRY_SECONDS });
  }

  const methods = Object.entries(stored).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => call(() => (method as (...all: unknown[]) => Promise<unknown>)(...parameters)),
  ]);
  return {
    records: Object.fromEntries(methods) as Records,
    stored,
    failAt(nth, when) {
      [callsLeft, moment] = [nth, when];
    },
    comeBack() {
      const wasAway = callsLeft <= 0;
      callsLeft = Number.POSITIVE_INFINITY;
      return wasAway;
    },
  };
}
