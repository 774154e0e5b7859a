import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AvatarError } from '@/lib/errors';

/** A folder of pictures. */
export interface PictureFolder {
  /** Paths of the files in the folder and in its subfolders of the first level, sorted, with `/`. Hidden ones are left out. */
  files(): AsyncGenerator<string>;
  /**
   * @param path relative to the folder
   * @throws AvatarError not_found, also if the file cannot be read; forbidden for a path that leads out of the folder; file_too_large
   */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
}

/** @throws Error if there is no such folder */
export async function openFolder(path: string): Promise<PictureFolder> {
  const root = await realpath(path);
  // Fails now and not after the people are imported.
  await readdir(root);
  return {
    async *files() {
      for (const entry of await entriesOf(root)) {
        if (!entry.isDirectory()) yield entry.name;
        // A symbolic link to a folder is no folder here.
        else for (const inner of await entriesOf(join(root, entry.name))) if (!inner.isDirectory()) yield `${entry.name}/${inner.name}`;
      }
    },
    async read(file, limitBytes) {
      const target = await realpath(join(root, file)).catch(() => root);
      if (target === root) throw new AvatarError('not_found', 'There is no such file in the folder.');
      if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) throw outside();
      return readFileAt(target, limitBytes).catch(explain);
    },
  };
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readFileAt(path: string, limitBytes: number): Promise<Uint8Array> {
  // Opening a named pipe would wait for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size, ...stats } = await file.stat().then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!stats.isFile) throw new AvatarError('not_found', 'Expected a file.');
    if (size > limitBytes) {
      throw new AvatarError('file_too_large', `The file is too large: expected at most ${limitBytes} bytes, got ${size}.`, { limitBytes });
    }
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

/** The message of the system has the path of the folder in it. */
function explain(error: unknown): never {
  if (error instanceof AvatarError) throw error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  throw new AvatarError('not_found', `The file cannot be read (${code}).`, {}, { cause: error });
}

function outside(): AvatarError {
  return new AvatarError('forbidden', 'The file is outside of the folder.');
}
