import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Event } from '@/lib/events/events';
import { CHANNEL, parseAnnouncement } from './announcements';

/** Interval of the heartbeat, and time for its echo, in milliseconds. A silent loss is noticed after both. */
const BEAT_MS = 1_000;

/** Time to connect, and to listen, in milliseconds. */
const CONNECT_MS = 3_000;

/** Thrown if a notification did not arrive although its sender was answered. */
export class NotificationsLostError extends Error {
  override name = 'NotificationsLostError';
}

export interface ListeningConnection {
  /**
   * Sends a notification on another connection: PgBouncer in transaction mode passes on those that a connection sends to itself.
   * @throws NotificationsLostError; the error of either connection
   */
  checkDelivery(): Promise<void>;
  /** Sends a notification on this connection, and resolves when the next one is due. @throws if it is late, or the connection ends */
  beat(): Promise<void>;
  /** Receives nothing from now on. */
  destroy(): void;
}

/**
 * Opens a connection that listens for announcements.
 * @param signal makes every method throw
 * @throws the error of the connection
 */
export async function openListening(
  databaseUrl: string,
  onEvent: (event: Event) => void,
  signal: AbortSignal,
): Promise<ListeningConnection> {
  const { client, socket } = dial(databaseUrl);
  // A channel of this connection alone. Notifications of all channels arrive in one order.
  const ownChannel = `${CHANNEL}_${randomBytes(8).toString('hex')}`;
  // Without waiting for the disk, since there is nothing to lose. For this transaction only, because a pooler shares sessions.
  const heartbeat = `BEGIN; SET LOCAL synchronous_commit = off; NOTIFY ${ownChannel}; COMMIT`;
  const ending = new AbortController();
  const end = (reason: unknown) => ending.abort(reason);
  const close = () => end(signal.reason);
  signal.addEventListener('abort', close);
  client.on('error', end).on('end', () => end(new Error('The database server closed the connection')));
  let onEcho = () => {};
  client.on('notification', ({ channel, payload = '' }) => {
    if (channel === ownChannel) return onEcho();
    const event = parseAnnouncement(payload);
    if (event) onEvent(event);
  });

  function destroy(): void {
    signal.removeEventListener('abort', close);
    socket.destroy();
  }

  async function echoOf(send: () => Promise<unknown>): Promise<void> {
    let wasAnswered = false;
    const echo = new Promise<void>((resolve) => {
      onEcho = resolve;
    });
    const sent = send().then(() => {
      wasAnswered = true;
    });
    const isLate = await unlessEnded(ending.signal, Promise.race([Promise.all([sent, echo]).then(() => false), lateness()]));
    if (!isLate) return;
    throw wasAnswered ? new NotificationsLostError('A notification was lost') : new Error(`No answer from the database in ${BEAT_MS} ms`);
  }

  try {
    await unlessEnded(ending.signal, client.connect());
    await unlessEnded(ending.signal, client.query(`LISTEN ${CHANNEL}; LISTEN ${ownChannel}`));
  } catch (error) {
    destroy();
    throw error;
  }

  return {
    async checkDelivery() {
      const other = dial(databaseUrl);
      other.client.on('error', () => {});
      try {
        await unlessEnded(ending.signal, other.client.connect());
        await echoOf(() => other.client.query(heartbeat));
      } finally {
        void other.client.end().catch(() => {});
        other.socket.destroySoon();
      }
    },
    async beat() {
      const next = delay(BEAT_MS, undefined, { ref: false });
      await echoOf(() => client.query(heartbeat));
      await unlessEnded(ending.signal, next);
    },
    destroy,
  };
}

/** With a socket of our own, because `pg` waits for the server's consent before it closes one. */
function dial(connectionString: string): { client: Client; socket: Socket } {
  const socket = new Socket();
  const client = new Client({
    connectionString,
    application_name: 'likeness events',
    stream: () => socket,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  return { client, socket };
}

async function lateness(): Promise<boolean> {
  await delay(BEAT_MS, undefined, { ref: false });
  // The event loop may have been blocked for as long. This lets it read the socket first.
  await new Promise(setImmediate);
  return true;
}

/** @throws the reason of the signal */
async function unlessEnded<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  let onAbort = () => {};
  const ended = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([result, ended]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
