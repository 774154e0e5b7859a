import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

/** Thrown if the data folder is in use. The message is for the person who started the server. */
export class DataFolderInUseError extends Error {
  override name = 'DataFolderInUseError';
}

/** The holder touches the lock at this interval. A lock untouched for STALE_MS is stale: its process has died. */
const UPDATE_MS = 2_000;
const STALE_MS = 10_000;

/** Time that a living holder has to release the lock. A process that was killed lives until its memory is freed, longer on a busy machine. */
const ENDING_MS = 2_000;

interface Holder {
  pid: number;
  hostname: string;
}

/**
 * Locks the data folder for this process. The embedded database has no lock of its own, and two processes that open it lose acknowledged
 * rows.
 * Waits two seconds for a holder that is stopping, and takes over the lock of a process that died (kill -9, power loss) once it is stale,
 * after up to ten seconds.
 * @param endingMs time for which a living holder is waited for
 * @returns a function that releases the lock.
 * @throws DataFolderInUseError if a living process keeps it.
 */
export async function lockDataFolder(
  dataDir: string,
  announce: (message: string) => void,
  endingMs = ENDING_MS,
): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const holderPath = join(dataDir, 'lock.json');
  const start = Date.now();
  let waiting = false;
  for (;;) {
    try {
      const release = await lockfile.lock(dataDir, {
        lockfilePath: join(dataDir, 'lock'),
        stale: STALE_MS,
        update: UPDATE_MS,
        onCompromised: stopAtOnce,
      });
      await writeFile(holderPath, JSON.stringify({ pid: process.pid, hostname: hostname() } satisfies Holder));
      // Two processes that wait for the same stale lock may both believe that they took it; the last one to write the holder did.
      if (waiting) await delay(UPDATE_MS);
      const holder = await readHolder(holderPath);
      if (holder?.pid === process.pid && holder.hostname === hostname()) return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    const holder = await readHolder(holderPath);
    const waited = Date.now() - start;
    const isAlive = await isAliveHere(holder);
    if (waited > STALE_MS + 2 * UPDATE_MS || (isAlive && waited >= endingMs)) {
      throw new DataFolderInUseError(
        `The data folder ${dataDir} is in use by another Likeness${holder ? ` (process ${holder.pid} on ${holder.hostname})` : ''}. ` +
          'Stop that one first, or give this one a folder of its own with DATA_DIR.',
      );
    }
    if (!waiting && !isAlive) {
      announce(`Waiting up to ${STALE_MS / 1000} s for the lock of a process that did not end cleanly.`);
      waiting = true;
    }
    await delay(isAlive ? 100 : 500);
  }
}

/** Another process took the lock of this living one, so further writes would corrupt the database. */
function stopAtOnce(error: Error): void {
  console.error(`Lost the lock on the data folder, stopping to keep the data whole: ${error.message}`);
  process.exit(1);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    // Missing or half-written: only the age of the lock tells whether its holder lives.
    return undefined;
  }
}

/** Whether the holder is certainly alive. Unknown on another machine, or for the same pid (a restarted container). */
async function isAliveHere(holder: Holder | undefined): Promise<boolean> {
  if (!holder || holder.hostname !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return !(await isZombie(holder.pid));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process has ended and its parent has not asked for its exit code, which some first processes of containers never do. */
async function isZombie(pid: number): Promise<boolean> {
  // The state follows the name of the program, which stands in parentheses and may contain some. See proc(5); other systems have no /proc.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) [ZX] /.test(stat.slice(stat.lastIndexOf(')')));
}
