// npm start: whatever is missing, then the server.
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';

requireNode();
ensureDependencies();
ensureBuild();
await import('../server.mjs');

// npm runs this through a shell, and passes a SIGTERM on to the shell alone, which ends without a word to us. Without npm there is
// nobody to serve: stop as if the signal had come through.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
