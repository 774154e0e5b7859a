// npm start: whatever is missing, then the server.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

// A process of its own, because glibc looks at this only as a process starts: by default it keeps what each of many threads has freed
// for that thread. See docs/decisions. Other C libraries take no notice. Through the channel, the server learns of our end, whatever it is.
const server = spawn(process.execPath, [fileURLToPath(new URL('../server.mjs', import.meta.url))], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { MALLOC_ARENA_MAX: '2', ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.once('exit', (code, signal) => {
  // 128 and the number of the signal, as shells say it; 137 is the one that nobody can answer.
  process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1));
});
