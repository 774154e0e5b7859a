// Runs the embedded PostgreSQL in a worker thread. Its file system calls are synchronous and cannot be interrupted, so a hanging disk must
// not block the main thread. Plain JavaScript, because worker threads start from a file on disk.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/**
 * Overrides `postgresql.conf`, where initdb wrote 128 MB. PostgreSQL writes to all of its shared buffers at start, and they are the largest
 * part of an idle server's memory. Pages that do not fit are in the cache of the operating system.
 */
const SETTINGS = ['shared_buffers=16MB'];

const { folder } = workerData;
const startParams = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])];
const pglite = await PGlite.create({ startParams, ...(folder !== undefined && { dataDir: folder }) });

/** One message at a time, in order of arrival. */
let previous = Promise.resolve();

parentPort.on('message', ({ id, message }) => {
  previous = previous.then(() => answer(id, message));
});
parentPort.postMessage({ id: 0 });

async function answer(id, message) {
  try {
    if (message === null) {
      await pglite.close();
      parentPort.postMessage({ id });
      parentPort.close();
      return;
    }
    const reply = await pglite.execProtocolRaw(message);
    parentPort.postMessage({ id, reply });
  } catch (error) {
    // SQL errors are protocol messages. A thrown error means that PostgreSQL itself failed.
    parentPort.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}
