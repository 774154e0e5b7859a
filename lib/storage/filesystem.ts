import { mkdir, open, opendir, readFile, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Storage, StoredObject } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError, storageFull } from '@/lib/errors';
import { headerOf, readFileContent } from './checksum-header';
import { checkKey, damagedObject } from './key';
import { TEMPORARY, writeAtomic } from './write-atomic';

/** A temporary file older than this is of a write that a crash interrupted: no write takes as long. */
const INTERRUPTED_MS = 60 * 60 * 1000;

export interface FilesystemOptions {
  /**
   * Keys below which files without a header are read as they are: releases before the header wrote such files. Elsewhere they count as
   * missing.
   */
  withoutHeader?: string;
}

/**
 * Keeps objects as files below `root`: written beside the target, synced, and renamed. Each file starts with a header by which `get`
 * verifies the rest: disks, file systems after a crash and restored backups lose bytes without an error.
 */
export function filesystemStorage(root: string, { withoutHeader }: FilesystemOptions = {}): Storage {
  const pathOf = (key: string) => {
    checkKey(key);
    return join(root, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await attempt('The picture could not be written to the storage.', async () => {
        const parts = [headerOf(key, bytes), bytes];
        // Whoever deletes the last object of a folder deletes the folder, perhaps at this very moment.
        await write(path, parts)
          .catch((error) => (isMissing(error) ? write(path, parts) : Promise.reject(error)))
          .catch((error) => Promise.reject(isFull(error) ? storageFull(error) : error));
      });
    },
    async get(key) {
      const path = pathOf(key);
      const file = await attempt('The picture could not be read from the storage.', () =>
        readFile(path).catch((error) => (isMissing(error) ? null : Promise.reject(error))),
      );
      const content = file && readFileContent(key, file);
      switch (content?.kind) {
        case 'verified':
          return content.bytes;
        case 'without-header':
          return withoutHeader !== undefined && key.startsWith(withoutHeader) ? content.bytes : null;
        case 'damaged':
          throw damagedObject(key, content.reason);
        default:
          return null;
      }
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

async function write(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const folder = dirname(path);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeAtomic(path, parts);
  } catch (error) {
    // On a full disk folders can be made and files cannot; nothing would ever look into an empty one again.
    await rmdir(folder).catch(() => {});
    throw error;
  }
  // The name of a file is part of its folder, and that of a new folder of the one around it.
  await sync(folder);
  for (let ancestor = folder; created !== undefined && ancestor.length >= created.length; ancestor = dirname(ancestor))
    await sync(dirname(ancestor));
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
    if (isAvatarError(error)) throw error;
    throw new AvatarError('storage_failed', failed, {}, { cause: error });
  }
}

/** No room, none left for this user, or no writing at all. */
function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
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
