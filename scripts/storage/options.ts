import type { Storage } from '@/lib/avatars/ports';
import { readEnv } from '@/lib/env';
import { openInstallation } from '../installation';

/** The options of all commands. */
export interface Options {
  from?: string;
  to?: string;
  read?: boolean;
}

/** Exit code of a command: 0 if all is well. */
export type Command = (options: Options, signal: AbortSignal) => Promise<number>;

/** Opens a storage by its name, with the settings of the environment. @throws EnvError */
export function openNamed(kind: string): Promise<Storage> {
  return openInstallation(readEnv({ STORAGE: kind }));
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
