// Runs the embedded PostgreSQL in a thread of its own. Its file system calls are synchronous and it cannot be interrupted, so that a disk
// which does not answer holds up this thread and nothing else. Plain JavaScript: threads start from a file on disk.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const { folder } = workerData;
const pglite = await PGlite.create(folder === undefined ? {} : { dataDir: folder });

/** One at a time, in the order in which they came. */
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
    // Errors of SQL are messages of the protocol. What is thrown is PostgreSQL itself breaking down.
    parentPort.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}
