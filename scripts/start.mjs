// npm start: installs and builds if needed, then runs the server.
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';
import { runServer } from './run-server.mjs';

// npm runs this script through a shell and sends SIGTERM only to the shell, which ends silently. A changed parent means that npm has
// stopped: stop as if the signal had arrived, also while preparing.
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

runServer();
