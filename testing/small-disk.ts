import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounting takes root. */
export const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

/** A file system in memory of a few megabytes. */
export interface SmallDisk {
  resize(mebibytes: number): Promise<void>;
  readOnly(): Promise<void>;
  unmount(): Promise<void>;
}

/** Mounts one at `folder`, which exists. */
export async function mountSmallDisk(folder: string, mebibytes: number): Promise<SmallDisk> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'tmpfs', folder]);
  return {
    resize: async (size) => void (await run('mount', ['-o', `remount,rw,size=${size}m`, folder])),
    readOnly: async () => void (await run('mount', ['-o', 'remount,ro', folder])),
    // Lazily: the last files may be closed a moment after their process has ended.
    unmount: async () => void (await run('umount', ['-l', folder])),
  };
}
