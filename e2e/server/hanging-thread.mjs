import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const hang = join(workerData.folder, '..', 'hang');

// Before the real one listens. Without a pause, as it would.
parentPort.on('message', () => {
  while (existsSync(hang));
});
await import('../../lib/db/embedded/worker.mjs');
