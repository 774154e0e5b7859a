import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateEntry, SecretsPort } from '../checks/secrets';

/** Known to `lib/db/embedded/data-folder.ts`, in case that a crash leaves it behind. */
const PROBE_FILE = 'doctor-probe';

/** Creates a file in the folder and deletes it. @throws the error of the system */
export async function probeFolder(folder: string): Promise<void> {
  const path = join(folder, PROBE_FILE);
  try {
    await writeFile(path, 'probe', { mode: 0o600, flush: true });
  } finally {
    await rm(path, { force: true }).catch(() => {});
  }
}

const PRIVATE = ['.', 'secret', 'pg', 'pictures'];

/** The data folder and its private content. Empty where files have no modes. */
export async function privateEntries(folder: string): Promise<PrivateEntry[]> {
  if (process.platform === 'win32') return [];
  const entries = await Promise.all(
    PRIVATE.map((name) =>
      stat(/* turbopackIgnore: true */ join(/* turbopackIgnore: true */ folder, name)).then(
        ({ mode }) => [{ name, mode }],
        () => [],
      ),
    ),
  );
  return entries.flat();
}

/** Describes the secret in effect without telling it. @param variable the value of SECRET */
export async function describeSecret(variable: string | undefined, folder: string): ReturnType<SecretsPort['secret']> {
  const secret = variable ?? (await readFile(join(folder, 'secret'), 'utf8').catch(() => null))?.trim();
  if (secret === undefined) return null;
  return { from: variable === undefined ? 'file' : 'SECRET', characters: secret.length, distinct: new Set(secret).size };
}
