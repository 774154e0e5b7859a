// Loaded before the server: its embedded database hangs, as on a disk that does not answer, while there is a file `hang` in the data
// folder. Used by hanging-database.spec.ts.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

const threads = createRequire(import.meta.url)('node:worker_threads');
const { Worker } = threads;
const ours = fileURLToPath(new URL('hanging-thread.mjs', import.meta.url));

threads.Worker = class extends Worker {
  constructor(file, options) {
    super(String(file).endsWith('embedded/worker.mjs') ? ours : file, options);
  }
};
syncBuiltinESMExports();
