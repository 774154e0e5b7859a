import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import '../../lib/db/embedded/worker.mjs';

let hang;

// The real one has taken the message and answers after this. Without a pause, as it would.
parentPort.on('message', ({ folder }) => {
  hang ??= join(folder, '..', 'hang');
  while (existsSync(hang));
});
