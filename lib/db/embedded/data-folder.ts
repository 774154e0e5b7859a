import { chmod, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown when the data folder cannot be used; the message is meant for the person who started the server. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** What the group and everybody else may do. */
const OTHERS = 0o077;

const MIB = 1024 * 1024;

/** What is in the data folder that nobody else may read. Pictures are behind the folder that holds them. */
const PRIVATE = ['secret', 'pg', 'pictures'];

/** What else may be in it that no person put there: the lock, and what ext4 makes at the root of a volume. */
const OWN = new Set([...PRIVATE, 'lock', 'lock.json', 'lost+found']);

/**
 * Makes the data folder if it is missing, and takes away what others may do with it: earlier versions left the embedded database readable
 * for everyone in a folder that existed before. Whatever this process writes from now on is for its user alone.
 *
 * A data folder with other things in it keeps its mode: others may need them, as with DATA_DIR=/srv. It is warned of.
 *
 * A folder above them that cannot be changed, such as a mounted volume of another user, is only warned of, since its contents are
 * protected by themselves. So is a file system without modes.
 *
 * @param neededBytes how much has to be free
 * @throws DataFolderError when something private belongs to another user and can be read by others, or the disk is full
 */
export async function prepareDataFolder(dataDir: string, neededBytes: number, announce: (message: string) => void): Promise<void> {
  try {
    if (process.platform !== 'win32') process.umask(OTHERS);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataFolderError(`The data folder ${dataDir} cannot be made: ${(error as Error).message}`, { cause: error });
  }
  await requireFree(dataDir, neededBytes);
  if (process.platform === 'win32') return;
  const open: (string | undefined)[] = [];
  const other = await firstOther(dataDir);
  if (other === undefined) open.push(await tighten(dataDir, true));
  else if (((await stat(dataDir)).mode & OTHERS) !== 0)
    announce(
      `Warning: the data folder ${dataDir} can be read by others and is left so, because it also holds ${other}. ` +
        'Expected a folder for Likeness alone. Its secret, database and pictures are closed to others.',
    );
  for (const name of PRIVATE) open.push(await tighten(join(dataDir, name), false));
  open.push(...(await tightenDatabase(join(dataDir, 'pg'))));
  const [first] = open.filter((path) => path !== undefined);
  if (first)
    announce(
      `Warning: others on this machine may read ${first}, and its mode cannot be changed. Expected 0700 for a folder and 0600 for a file.`,
    );
}

/** Something in the data folder that is not from this server; undefined when there is nothing. */
async function firstOther(dataDir: string): Promise<string | undefined> {
  return (await readdir(dataDir)).sort().find((name) => !OWN.has(name));
}

async function requireFree(dataDir: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize >= neededBytes) return;
  throw new DataFolderError(
    `The disk of the data folder ${dataDir} is full: expected at least ${Math.ceil(neededBytes / MIB)} MB free to start, found ${Math.floor((bavail * bsize) / MIB)}. ` +
      'Free some space and start again; nothing is lost.',
  );
}

/**
 * Takes away what others may do with the files of the embedded database. `PG_VERSION` comes last: a start that is interrupted leaves it
 * open, and the next one looks at all files again.
 */
export async function tightenDatabase(folder: string): Promise<(string | undefined)[]> {
  const version = join(folder, 'PG_VERSION');
  const found = await statOrNull(version);
  if (!found || (found.mode & OTHERS) === 0) return [];
  const entries = await readdir(folder, { recursive: true });
  const open: (string | undefined)[] = [];
  for (const entry of entries) if (entry !== 'PG_VERSION') open.push(await tighten(join(folder, entry), false));
  open.push(await tighten(version, false));
  return open;
}

/** @returns the path if others may still use it. @param mayBeOpen whether that is all right if it belongs to another user */
async function tighten(path: string, mayBeOpen: boolean): Promise<string | undefined> {
  const before = await statOrNull(path);
  if (!before || (before.mode & OTHERS) === 0) return undefined;
  // Fails for what belongs to somebody else, and on file systems that know no modes.
  await chmod(path, before.mode & 0o700).catch(() => {});
  const after = await statOrNull(path);
  if (!after || (after.mode & OTHERS) === 0) return undefined;
  const user = process.geteuid?.();
  if (mayBeOpen || user === 0 || user === after.uid) return path;
  throw new DataFolderError(
    `${path} can be read by others (mode ${(after.mode & 0o777).toString(8).padStart(4, '0')}) and belongs to the user ${after.uid}, while this is ${user}. ` +
      `Give it to this user, or close it as its owner: chmod -R go= ${path}`,
  );
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
