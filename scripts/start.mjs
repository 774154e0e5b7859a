// npm start: whatever is missing, then the server.
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';

// npm runs this through a shell, and passes a SIGTERM on to the shell alone, which ends without a word to us. Without npm there is
// nobody to serve: stop as if the signal had come through, also while still preparing.
const shell = process.ppid;
function stopWithNpm() {
  if (process.env.npm_lifecycle_event && process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
}

requireNode();
ensureDependencies();
stopWithNpm();
ensureBuild();
stopWithNpm();
setInterval(stopWithNpm, 500).unref();
await import('../server.mjs');
