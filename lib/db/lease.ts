import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Lease } from '@/lib/avatars/maintenance/ports';

/** An arbitrary number, different from those in `people.ts` and `open.ts`. */
const MAINTENANCE_LOCK = 6_532_003;

const CONNECT_MS = 3_000;

/** Time to say goodbye to a server that may be gone, in milliseconds. */
const CLOSE_MS = 1_000;

/**
 * Waits for nothing while it is held, for hours if need be. A machine that loses its power frees the lock within a minute: by default
 * PostgreSQL notices after two hours.
 */
const SETTINGS = `SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10; SET LOCAL tcp_keepalives_count = 3`;

/**
 * An advisory lock of a transaction on a connection of its own, which PostgreSQL frees when the connection ends. In a transaction, because
 * a pooler may give each transaction another connection. It reads nothing, so it does not keep old rows from being vacuumed.
 */
export function postgresLease(connectionString: string): Lease {
  return {
    async run(task, signal) {
      const client = new Client({
        connectionString,
        application_name: 'likeness maintenance',
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: CONNECT_MS,
        keepAlive: true,
      });
      const lost = new AbortController();
      client.on('error', (error) => lost.abort(error)).on('end', () => lost.abort(new Error('The lease has ended')));
      try {
        await client.connect();
        await client.query(`BEGIN; ${SETTINGS}`);
        // Without parameters, because the portal of a query that has some would keep its snapshot.
        const { rows } = await client.query<{ isHeld: boolean }>(`SELECT pg_try_advisory_xact_lock(${MAINTENANCE_LOCK}) AS "isHeld"`);
        return rows[0]?.isHeld ? await task(AbortSignal.any([signal, lost.signal])) : undefined;
      } finally {
        await Promise.race([client.end().catch(() => {}), delay(CLOSE_MS, undefined, { ref: false })]);
      }
    },
  };
}
