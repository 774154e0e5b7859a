// Runs the embedded PostgreSQL in a worker thread. Its file system calls are synchronous and cannot be interrupted, so a hanging disk must
// not block the main thread. Plain JavaScript, because worker threads start from a file on disk.
import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';

/**
 * Overrides `postgresql.conf`, where initdb wrote 128 MB. PostgreSQL writes to all of its shared buffers at start, and they are the largest
 * part of an idle server's memory. Pages that do not fit are in the cache of the operating system.
 */
const SETTINGS = ['shared_buffers=16MB'];

/** Starts before the first message: the main thread loads the app meanwhile, which then names the folder (server/start-app.mjs). */
const loading = load();
// A failure is one to open the database.
loading.catch(() => {});

let pglite;

/** One message at a time, in order of arrival. The first one opens the database. */
let previous = Promise.resolve();

parentPort.on('message', ({ id, folder, message }) => {
  previous = previous.then(() => (pglite ? answer(id, message) : open(id, folder)));
});

async function load() {
  const { PGlite } = await import('@electric-sql/pglite');
  const file = new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'));
  return { PGlite, pgliteWasmModule: await WebAssembly.compile(await readFile(file)) };
}

/** @param {string | undefined} folder undefined for memory */
async function open(id, folder) {
  const { PGlite, pgliteWasmModule } = await loading;
  const startParams = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  pglite = await PGlite.create({ startParams, pgliteWasmModule, ...(folder !== undefined && { dataDir: folder }) });
  parentPort.postMessage({ id });
}

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
