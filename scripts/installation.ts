import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ORIGINALS, RENDITIONS } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import type { Env } from '@/lib/env';
import { openStorage } from '@/lib/storage/open';

/** The storage of the configured installation, wherever it is. */
export function openInstallation({ dataDir, storage }: Env): Promise<Storage> {
  return openStorage(storage, { folder: join(dataDir, 'pictures'), originals: ORIGINALS, renditions: RENDITIONS });
}

/** The secret in effect; null if there is none yet. */
export async function readSecret({ secret, dataDir }: Env): Promise<string | null> {
  return secret ?? (await readFile(join(dataDir, 'secret'), 'utf8').catch(() => null));
}
