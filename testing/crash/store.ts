import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Storage } from '@/lib/avatars/ports';
import { filesystemStorage } from '@/lib/storage/filesystem/filesystem';
import type { S3Settings } from '@/lib/storage/settings';

/** A store that a test and the processes that it kills share. */
export type CrashStore = { kind: 'files'; folder: string } | { kind: 's3'; settings: S3Settings };

export async function openCrashStore(store: CrashStore): Promise<Storage> {
  if (store.kind === 'files') return filesystemStorage(store.folder);
  const { s3Storage } = await import('@/lib/storage/s3');
  return s3Storage(store.settings, { publicPrefix: 'renditions/' });
}

/**
 * Counts steps, and kills this process, which runs nothing after it, at one of them.
 * @param killAt the number of the step, from one
 */
export function createSteps(killAt: number) {
  let steps = 0;

  function step(): void {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  }

  // Inside of a put: the temporary file is complete and has not its name yet.
  const { rename } = fs;
  fs.rename = (...paths) => {
    step();
    return rename(...paths);
  };
  syncBuiltinESMExports();

  return {
    step,
    /** The step before a call, and so the one after the call before it. */
    before<T>(run: () => Promise<T>): Promise<T> {
      step();
      return run();
    },
  };
}
