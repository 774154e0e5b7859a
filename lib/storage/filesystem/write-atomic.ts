import { randomInt } from 'node:crypto';
import { open, rename, unlink, writeFile } from 'node:fs/promises';

/** Names of files that are being written: the name of the target, a dot, and digits. */
export const TEMPORARY = /\.\d{3,}$/;

/**
 * Writes a file beside its target, syncs it and renames it, so that readers see the old file or the whole new one. The parts are written
 * one after the other: an upload is not copied to get a header before it.
 */
export async function writeAtomic(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}.${randomInt(1e9, 1e12)}`;
  const file = await open(/* turbopackIgnore: true */ temporary, 'wx', 0o600);
  try {
    try {
      await writeFile(file, parts);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}
