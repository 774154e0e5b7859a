// npm start: prepares what is missing, then starts the server.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';

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

// A child process, because glibc reads MALLOC_ARENA_MAX only at process start: by default each of many threads keeps its own freed memory.
// See docs/decisions. Other C libraries ignore it. The IPC channel tells the server when this process ends for any reason.
const server = spawn(process.execPath, [fileURLToPath(new URL('../server.mjs', import.meta.url))], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { MALLOC_ARENA_MAX: '2', ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.once('exit', (code, signal) => {
  // 128 plus the signal number, as shells report it; 137 is SIGKILL, which cannot be handled.
  process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1));
});
