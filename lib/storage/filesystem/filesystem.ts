import { mkdir, open, opendir, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { ObjectHead, Storage, StoredObject } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError, storageFull } from '@/lib/errors';
import { allSettledOrThrow } from '../all-settled';
import { HEADER_BYTES, headerOf, lengthOf, readFileContent } from '../checksum-header';
import { checkKey, damagedObject } from '../key';
import { readWhole } from './read-file';
import { TEMPORARY, writeAtomic } from './write-atomic';

const UNREADABLE = 'The picture could not be read from the storage.';

/** Age in milliseconds at which a temporary file counts as interrupted by a crash: no write takes as long. */
const INTERRUPTED_MS = 60 * 60 * 1000;

export interface FilesystemOptions {
  /** Key prefix below which files without a header are readable: older releases wrote them. Elsewhere such files count as missing. */
  withoutHeader?: string;
}

/**
 * Stores objects as files below `root` by atomic rename: write a temporary file, fsync, rename. Each file starts with a header with a
 * checksum, which `get` verifies: disks, file systems after a crash and restored backups lose bytes without an error.
 */
export function filesystemStorage(root: string, { withoutHeader }: FilesystemOptions = {}): Storage {
  const pathOf = (key: string) => {
    checkKey(key);
    return join(root, key);
  };
  const isWithoutHeader = (key: string) => withoutHeader !== undefined && key.startsWith(withoutHeader);
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await withStorageErrors('The picture could not be written to the storage.', async () => {
        const parts = [headerOf(key, bytes), bytes];
        // A concurrent delete may remove the folder when it becomes empty. The retry creates it again.
        await write(path, parts)
          .catch((error) => (isMissing(error) ? write(path, parts) : Promise.reject(error)))
          .catch((error) => Promise.reject(isFull(error) ? storageFull(error) : error));
      });
    },
    async get(key) {
      const path = pathOf(key);
      let file: Buffer<ArrayBuffer>;
      try {
        file = await readWhole(path);
      } catch (error) {
        if (isMissing(error)) return null;
        throw storageError(UNREADABLE, error);
      }
      const content = readFileContent(key, file);
      switch (content.kind) {
        case 'verified':
          return content.bytes;
        case 'without-header':
          return isWithoutHeader(key) ? content.bytes : null;
        case 'damaged':
          throw damagedObject(key, content.reason);
      }
    },
    async head(key) {
      const path = pathOf(key);
      return withStorageErrors(UNREADABLE, () =>
        headOf(path, isWithoutHeader(key)).catch((error) => (isMissing(error) ? null : Promise.reject(error))),
      );
    },
    async delete(keys) {
      const paths = keys.map(pathOf);
      const folders = [...new Set(paths.map((path) => dirname(path)))];
      await withStorageErrors('The picture could not be deleted from the storage.', async () => {
        await allSettledOrThrow(paths.map((path) => unlink(path).catch((error) => (isMissing(error) ? null : Promise.reject(error)))));
        await allSettledOrThrow(
          folders.map((folder) => rmdir(folder).catch((error) => (isNotEmpty(error) || isMissing(error) ? null : Promise.reject(error)))),
        );
      });
    },
    list: (prefix) => walk(root, prefix),
    publicUrl: () => null,
  };
}

async function headOf(path: string, isWithoutHeader: boolean): Promise<ObjectHead | null> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const { size, mtime } = await file.stat();
    const bytes = lengthOf(buffer.subarray(0, bytesRead), size);
    return bytes === null && !isWithoutHeader ? null : { bytes: bytes ?? size, modifiedAt: mtime };
  } finally {
    await file.close();
  }
}

async function write(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const folder = dirname(path);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeAtomic(path, parts);
  } catch (error) {
    // On a full disk mkdir works and writing does not; nothing else would delete the empty folder.
    await rmdir(folder).catch(() => {});
    throw error;
  }
  // fsync the folder for the new name of the file, and its ancestors for the names of new folders.
  await syncFolder(folder);
  for (let ancestor = folder; created !== undefined && ancestor.length >= created.length; ancestor = dirname(ancestor))
    await syncFolder(dirname(ancestor));
}

/** Calls fsync on a folder, so that its entries survive a power loss. Windows has no such call and does not need one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function* walk(root: string, prefix: string): AsyncGenerator<StoredObject> {
  // A prefix may end inside a name, so the walk starts at its last folder and compares whole keys.
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

/** Recurses by hand: a folder deleted during the walk must not end the walk of the others. */
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

/** Deletes an interrupted temporary file, which may be as large as an upload. Ignores failures: the next listing retries. */
async function clearInterrupted(path: string): Promise<void> {
  try {
    const { mtime } = await stat(path);
    if (mtime.getTime() < Date.now() - INTERRUPTED_MS) await unlink(path);
  } catch {}
}

/** @param message message for the client; the cause, with the path, goes only to the log */
async function withStorageErrors<T>(message: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw isAvatarError(error) ? error : storageError(message, error);
  }
}

function storageError(message: string, cause: unknown): AvatarError {
  return new AvatarError('storage_failed', message, {}, { cause });
}

/** Disk full, quota exceeded, or read-only file system. */
function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The folder is not empty. */
function isNotEmpty(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
