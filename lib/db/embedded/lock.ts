import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

/** Thrown when the data folder is in use; the message is meant for the person who started the server. */
export class DataFolderInUseError extends Error {
  override name = 'DataFolderInUseError';
}

/** A holder touches the lock this often; one that has not been touched for STALE_MS was left by a process that died. */
const UPDATE_MS = 2_000;
const STALE_MS = 10_000;

interface Holder {
  pid: number;
  hostname: string;
}

/**
 * Makes this process the only one that uses the data folder. The embedded database has no lock of its own, and two processes that
 * open it lose acknowledged rows.
 *
 * A lock left by a process that died (kill -9, power) is waited out and taken over; that takes up to ten seconds.
 *
 * @returns releases the lock.
 * @throws DataFolderInUseError when a living process holds it.
 */
export async function lockDataFolder(dataDir: string, announce: (message: string) => void): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const holderPath = join(dataDir, 'lock.json');
  const giveUpAt = Date.now() + STALE_MS + 2 * UPDATE_MS;
  for (let waiting = false; ; waiting = true) {
    try {
      const release = await lockfile.lock(dataDir, {
        lockfilePath: join(dataDir, 'lock'),
        stale: STALE_MS,
        update: UPDATE_MS,
        onCompromised: stopAtOnce,
      });
      await writeFile(holderPath, JSON.stringify({ pid: process.pid, hostname: hostname() } satisfies Holder));
      // Of two who wait for the same dead lock both may think that they got it; the one who wrote last did.
      if (waiting) await delay(UPDATE_MS);
      const holder = await readHolder(holderPath);
      if (holder?.pid === process.pid && holder.hostname === hostname()) return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    const holder = await readHolder(holderPath);
    if (Date.now() > giveUpAt || isAliveHere(holder)) {
      throw new DataFolderInUseError(
        `The data folder ${dataDir} is in use by another Likeness${holder ? ` (process ${holder.pid} on ${holder.hostname})` : ''}. ` +
          'Stop that one first, or give this one a folder of its own with DATA_DIR.',
      );
    }
    if (!waiting) announce(`Waiting up to ${STALE_MS / 1000} s for the lock of a process that did not end cleanly.`);
    await delay(500);
  }
}

/** Someone else took the lock although we live, so going on writing would destroy data. */
function stopAtOnce(error: Error): void {
  console.error(`Lost the lock on the data folder, stopping to keep the data whole: ${error.message}`);
  process.exit(1);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    // Missing or half-written: then only the age of the lock can tell whether its holder lives.
    return undefined;
  }
}

/** Whether the holder certainly lives. On another machine, or with the same id (a container that was restarted), nobody can tell. */
function isAliveHere(holder: Holder | undefined): boolean {
  if (!holder || holder.hostname !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
