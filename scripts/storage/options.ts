import { join } from 'node:path';
import { ORIGINALS, RENDITIONS } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import { type Env, readEnv } from '@/lib/env';
import { openStorage } from '@/lib/storage/open';

/** The options of all commands. */
export interface Options {
  from?: string;
  to?: string;
  read?: boolean;
}

/** Exit code of a command: 0 if all is well. */
export type Command = (options: Options, signal: AbortSignal) => Promise<number>;

/** Opens the storage that the settings name. */
export function openConfigured(env: Env): Promise<Storage> {
  return openStorage(env.storage, { folder: join(env.dataDir, 'pictures'), originals: ORIGINALS, renditions: RENDITIONS });
}

/** Opens a storage by its name, with the settings of the environment. @throws EnvError */
export function openNamed(kind: string): Promise<Storage> {
  return openConfigured(readEnv({ STORAGE: kind }));
}

/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 2_000;

/** Prints a line, at most every two seconds. */
export function createProgress(): (line: () => string) => void {
  let next = Date.now() + PROGRESS_MS;
  return (line) => {
    if (Date.now() < next) return;
    next = Date.now() + PROGRESS_MS;
    console.log(line());
  };
}

export const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Prints at most this many paths of one kind; the number of all is in the summary. */
const MAX_LINES = 100;

export function printPaths(what: string, paths: readonly string[]): void {
  for (const path of paths.slice(0, MAX_LINES)) console.log(`${what}: ${path}`);
  if (paths.length > MAX_LINES) console.log(`${what}: and ${paths.length - MAX_LINES} more`);
}
