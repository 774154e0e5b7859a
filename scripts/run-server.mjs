import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stopWithNpm, watchNpm } from './stop-with-npm.mjs';

/**
 * Runs `server.mjs` in a process of its own, passes signals on, stops it with npm, and ends with its exit code.
 *
 * @param {{ dev?: boolean }} [options]
 */
export function runServer({ dev = false } = {}) {
  // Preparing blocks: npm may have stopped meanwhile.
  stopWithNpm();
  watchNpm();
  const server = spawn(process.execPath, [fileURLToPath(new URL('../server.mjs', import.meta.url)), ...(dev ? ['--dev'] : [])], {
    // Through the IPC channel the server learns when this process ends.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      // glibc reads these when a process starts. By default it keeps freed memory, for each of many threads. See docs/decisions.
      MALLOC_ARENA_MAX: '2',
      MALLOC_TRIM_THRESHOLD_: '131072',
      NEXT_TELEMETRY_DISABLED: '1',
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.once('exit', (code, signal) => {
    // Shells report a signal as 128 plus its number; 137 is SIGKILL, which no process can handle.
    process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1));
  });
}
