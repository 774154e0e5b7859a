import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ORIGINALS } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import type { Env } from '@/lib/env';
import { filesystemStorage } from '@/lib/storage/filesystem';

/** The storage of the configured installation. */
export async function openInstallation({ dataDir }: Env): Promise<Storage> {
  return filesystemStorage(join(dataDir, 'pictures'), { withoutHeader: ORIGINALS });
}

/** The secret in effect; null if there is none yet. */
export async function readSecret({ secret, dataDir }: Env): Promise<string | null> {
  return secret ?? (await readFile(join(dataDir, 'secret'), 'utf8').catch(() => null));
}
