import { mkdir, open, opendir, readFile, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AvatarError } from '@/lib/avatars/errors';
import type { Storage, StoredObject } from '@/lib/avatars/ports';
import { checkKey } from './key';

/** What write-file-atomic calls its temporary files: the name, a dot, and digits. */
const TEMPORARY = /\.\d{3,}$/;

/** A temporary file older than this is of a write that a crash interrupted: no write takes as long. */
const INTERRUPTED_MS = 60 * 60 * 1000;

/** Keeps objects as files below `root`: written beside the target, synced, and renamed. */
export function filesystemStorage(root: string): Storage {
  const pathOf = (key: string) => {
    checkKey(key);
    return join(root, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await attempt('The picture could not be written to the storage.', async () => {
        const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        // Whoever deletes the last object of a folder deletes the folder, perhaps at this very moment.
        await write(path, content).catch((error) => (isMissing(error) ? write(path, content) : Promise.reject(error)));
      });
    },
    async get(key) {
      const path = pathOf(key);
      return attempt('The picture could not be read from the storage.', async () => {
        try {
          return await readFile(path);
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      });
    },
    async delete(key) {
      const path = pathOf(key);
      await attempt('The picture could not be deleted from the storage.', async () => {
        await unlink(path).catch((error) => (isMissing(error) ? null : Promise.reject(error)));
        await rmdir(dirname(path)).catch((error) => (isInUse(error) || isMissing(error) ? null : Promise.reject(error)));
      });
    },
    list: (prefix) => walk(root, prefix),
  };
}

async function write(path: string, content: Buffer): Promise<void> {
  const folder = dirname(path);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, content, { mode: 0o600 });
  // The name of a file is part of its folder, and that of a new folder of the one around it.
  await sync(folder);
  for (let made = folder; created !== undefined && made.length >= created.length; made = dirname(made)) await sync(dirname(made));
}

/** Makes what a folder holds last through a loss of power. Windows has no such call, and needs none. */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function* walk(root: string, prefix: string): AsyncGenerator<StoredObject> {
  // A prefix need not end at a slash, so the walk starts at its last folder and compares whole keys.
  const start = join(root, prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '');
  try {
    for await (const path of filesBelow(start)) {
      const key = relative(root, path).split(sep).join('/');
      if (!key.startsWith(prefix)) continue;
      const info = await stat(path).catch((error) => (isMissing(error) ? null : Promise.reject(error)));
      if (info) yield { key, modifiedAt: info.mtime };
    }
  } catch (error) {
    throw new AvatarError('storage_failed', 'The storage could not be listed.', {}, { cause: error });
  }
}

/** Folder by folder, since any of them may be deleted meanwhile, and what is in the others still counts. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* filesBelow(path);
      else if (TEMPORARY.test(entry.name)) await clearInterrupted(path);
      else if (entry.isFile()) yield path;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Nobody else knows of these files, and one may be a whole upload. Whoever lists next tries again, so a failure is none. */
async function clearInterrupted(path: string): Promise<void> {
  try {
    const { mtime } = await stat(path);
    if (mtime.getTime() < Date.now() - INTERRUPTED_MS) await unlink(path);
  } catch {}
}

/** @param failed what is said to whoever asked; where it happened is in the cause, which goes to the log alone */
async function attempt<T>(failed: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw new AvatarError('storage_failed', failed, {}, { cause: error });
  }
}

/** Other objects are in the folder. */
function isInUse(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
