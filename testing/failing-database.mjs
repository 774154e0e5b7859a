// A fake thread of the embedded database. The name of its folder selects the failure. Run by lib/db/embedded/embedded.db.test.ts.
import { parentPort } from 'node:worker_threads';

const PANIC = Buffer.from('SPANIC\0VPANIC\0C53100\0Mcould not write to file "pg_wal/xlogtemp.42": No space left on device\0\0', 'latin1');

const failures = {
  hangs() {
    for (;;);
  },
  throws: ({ id }) => parentPort.postMessage({ id, failure: 'Aborted()' }),
  ends: () => process.exit(7),
  panics({ id }) {
    const head = Buffer.alloc(5, 'E');
    head.writeInt32BE(4 + PANIC.length, 1);
    parentPort.postMessage({ id, reply: Buffer.concat([head, PANIC]) });
  },
};

parentPort.once('message', ({ id, folder }) => {
  if (folder === 'refuses') throw new Error('PGlite failed to initialize properly');
  parentPort.on('message', failures[folder]);
  parentPort.postMessage({ id });
});
