import { chmod, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown if the data folder cannot be used. The message is for the person who started the server. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** Permission bits of group and others. */
const GROUP_AND_OTHERS = 0o077;

const MIB = 1024 * 1024;

/** The private content of the data folder. The mode of `pictures` protects the pictures in it. */
const PRIVATE = ['secret', 'pg', 'pictures'];

/** Other entries that no person created: the lock, the socket for backups, the file of a health check, and the `lost+found` of an ext4 volume. */
const OWN = new Set([...PRIVATE, 'lock', 'lock.json', 'admin.sock', 'backup.sock', 'doctor-probe', 'lost+found']);

/**
 * Creates the data folder if it is missing, removes the permissions of group and others, and sets the umask for new files: earlier versions
 * left the embedded database readable for everyone in an existing folder.
 * A data folder with other entries keeps its mode, because others may need them, as with DATA_DIR=/srv; a warning tells.
 * A data folder whose mode cannot be changed, such as a mounted volume of another user, also only causes a warning, since its content is
 * protected by its own modes. The same holds for a file system without modes.
 * @param neededBytes required free space
 * @throws DataFolderError if a private file belongs to another user and is readable by others, or if the disk is full
 */
export async function prepareDataFolder(dataDir: string, neededBytes: number, announce: (message: string) => void): Promise<void> {
  try {
    if (process.platform !== 'win32') process.umask(GROUP_AND_OTHERS);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataFolderError(`The data folder ${dataDir} cannot be made: ${(error as Error).message}`, { cause: error });
  }
  await requireFree(dataDir, neededBytes);
  if (process.platform === 'win32') return;
  const open: (string | undefined)[] = [];
  const other = await firstOther(dataDir);
  if (other === undefined) open.push(await restrict(dataDir, true));
  else if (((await stat(dataDir)).mode & GROUP_AND_OTHERS) !== 0)
    announce(
      `Warning: the data folder ${dataDir} can be read by others and is left so, because it also holds ${other}. ` +
        'Expected a folder for Likeness alone. Its secret, database and pictures are closed to others.',
    );
  for (const name of PRIVATE) open.push(await restrict(join(/* turbopackIgnore: true */ dataDir, name), false));
  open.push(...(await restrictDatabase(join(dataDir, 'pg'))));
  const [first] = open.filter((path) => path !== undefined);
  if (first)
    announce(
      `Warning: others on this machine may read ${first}, and its mode cannot be changed. Expected 0700 for a folder and 0600 for a file.`,
    );
}

/** Returns the first entry of the data folder that is not from this server. */
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
 * Removes the permissions of group and others from the files of the embedded database. `PG_VERSION` comes last: if the start is
 * interrupted it stays open, and the next start checks all files again.
 */
export async function restrictDatabase(folder: string): Promise<(string | undefined)[]> {
  const version = join(folder, 'PG_VERSION');
  const found = await statOrNull(version);
  if (!found || (found.mode & GROUP_AND_OTHERS) === 0) return [];
  const entries = await readdir(folder, { recursive: true });
  const open: (string | undefined)[] = [];
  for (const entry of entries) if (entry !== 'PG_VERSION') open.push(await restrict(join(folder, entry), false));
  open.push(await restrict(version, false));
  return open;
}

/** @returns the path if others can still access it. @param mayBeOpen whether to accept that if it belongs to another user */
async function restrict(path: string, mayBeOpen: boolean): Promise<string | undefined> {
  const before = await statOrNull(path);
  if (!before || (before.mode & GROUP_AND_OTHERS) === 0) return undefined;
  // Fails for files of another user, and on file systems without modes.
  await chmod(path, before.mode & 0o700).catch(() => {});
  const after = await statOrNull(path);
  if (!after || (after.mode & GROUP_AND_OTHERS) === 0) return undefined;
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
