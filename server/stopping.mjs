import { stopListening, trackConnections } from './connections.mjs';

/** Time that active requests have to finish after a stop signal. Docker kills the process after ten seconds. */
const GRACE_MS = 8_000;

/** Time that closing may take after that. A hanging database must not keep the process alive. */
const CLOSE_MS = 1_500;

/** Ctrl-C reaches a server under npm twice: from the terminal and from npm. A later signal stops the process at once. */
const REPEAT_MS = 1_000;

/**
 * Stops the process on a signal, and when `npm start` has ended without one. While the app starts, the database is closed once it is open:
 * the next start would have to wait until its lock is stale.
 *
 * @param {Promise<{ parts: object, close(): Promise<void> }>} starting the app; `server.mjs` reports its failure and ends the process
 * @param {Promise<void>} opening resolves once the database is opening
 * @returns {(server: import('node:http').Server) => boolean} takes the server before it listens; false if the process is stopping already
 */
export function stopOnSignals(starting, opening) {
  let server;
  let closeConnections;
  let isOpening = false;
  let stoppingSince = 0;

  async function stop() {
    if (stoppingSince > 0) {
      if (Date.now() - stoppingSince > REPEAT_MS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    // There is nothing to close yet, or a database server, which the start may wait for.
    if (!server && (!isOpening || process.env.DATABASE_URL)) process.exit(0);
    const deadline = setTimeout(() => {
      console.error(JSON.stringify({ level: 60, time: Date.now(), msg: 'Could not close the database in time, stopping without' }));
      process.exit(1);
    }, GRACE_MS + CLOSE_MS);
    const app = await starting.catch(() => new Promise(() => {}));
    if (server) {
      const closed = stopListening(server, () => {
        // They would otherwise last as long as their clients want.
        app.parts.services.streams.close();
        closeConnections();
      });
      const forceClose = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(forceClose);
    }
    await app.close();
    clearTimeout(deadline);
    process.exit(0);
  }

  opening.then(() => {
    isOpening = true;
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  // `npm start` keeps an IPC channel open, which closes when it ends.
  process.once('disconnect', stop);
  process.channel?.unref();
  // `npm start` ended while this process loaded its modules, when there was no listener. Without a channel, this is undefined.
  if (process.connected === false) void stop();

  return (added) => {
    if (stoppingSince > 0) return false;
    server = added;
    closeConnections = trackConnections(server);
    return true;
  };
}
