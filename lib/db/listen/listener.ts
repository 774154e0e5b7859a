import { setTimeout as delay } from 'node:timers/promises';
import type { Event } from '@/lib/events/events';
import { NotificationsLostError, openListening } from './connection';

/** Wait before connecting again, in milliseconds: doubled from the first to the last, less up to half of it at random. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

export interface ListenerLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

export interface ListenerOptions {
  databaseUrl: string;
  /** Called with each change that PostgreSQL announces, including those of this process. */
  onEvent(event: Event): void;
  /** Called with true once announcements are known to arrive, and with false as soon as they may not. */
  onTrust(isTrusted: boolean): void;
  log: ListenerLog;
}

const NO_NOTIFICATIONS =
  'DATABASE_URL answers queries, but delivers no notifications. Expected a direct connection, or a pooler in session mode: in transaction mode PgBouncer discards notifications. Until then, reads check the database.';

/**
 * Listens for the changes of all processes on a connection of its own, and connects again for as long as it is open. A heartbeat through
 * the same queue finds half-open connections and servers that hang: PostgreSQL delivers notifications in the order of commits, so an echo
 * proves that all earlier announcements have arrived.
 */
export function createListener({ databaseUrl, onEvent, onTrust, log }: ListenerOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  let attempts = 0;
  let wasExplained = false;

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const reason = await listen().catch((error: unknown) => error);
      if (closing.signal.aborted) return;
      report(reason);
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (1 - Math.random() / 2);
      attempts += 1;
      await delay(wait, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  function report(reason: unknown): void {
    if (reason instanceof NotificationsLostError) {
      if (!wasExplained) log.warn({}, NO_NOTIFICATIONS);
      wasExplained = true;
    } else if (attempts === 0) {
      log.warn({ err: reason }, 'Changes of other processes are not heard: reads check the database until they are');
    }
  }

  /** One connection. @throws the reason why it ended */
  async function listen(): Promise<never> {
    const connection = await openListening(databaseUrl, onEvent, closing.signal);
    let isTrusted = false;
    try {
      await connection.checkDelivery();
      isTrusted = true;
      if (attempts > 0) log.info({}, 'Changes of other processes are heard again');
      attempts = 0;
      onTrust(true);
      for (;;) await connection.beat();
    } finally {
      if (isTrusted) onTrust(false);
      connection.destroy();
    }
  }

  const running = run();
  return {
    async close() {
      closing.abort(new Error('The listener is closed'));
      await running;
    },
  };
}
