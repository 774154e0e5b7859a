/** The shell in which npm runs this script. */
const shell = process.ppid;

/** Interval at which the shell is looked for, in milliseconds. */
const CHECK_MS = 500;

let isStopping = false;

/**
 * Stops this process as if it had received SIGTERM, if npm has stopped. npm sends SIGTERM only to its shell, which ends silently: this
 * process then has another parent. Signals once: the server takes a second signal for impatience, and cuts the requests that are running.
 */
export function stopWithNpm() {
  if (isStopping || !process.env.npm_lifecycle_event || process.ppid === shell) return;
  isStopping = true;
  process.kill(process.pid, 'SIGTERM');
}

/** Calls {@link stopWithNpm} while this process runs. */
export function watchNpm() {
  setInterval(stopWithNpm, CHECK_MS).unref();
}
