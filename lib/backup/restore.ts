import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ORIGINALS } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import type { DumpLine } from '@/lib/db/backup/dump';
import { dumpLines, summarizeDump } from './lines';
import { BackupError, DATABASE, type Manifest, SECRET } from './manifest';
import { readArchive, verifyBackup } from './verify';

/** An installation without any data. */
export interface Target {
  /** Names something that the installation holds already; undefined if it is empty. */
  content(): Promise<string | undefined>;
  storage: Pick<Storage, 'put'>;
  /** Migrations of this release. */
  migrations: readonly string[];
  load(lines: AsyncIterable<DumpLine>): Promise<void>;
  writeSecret(secret: string): Promise<void>;
}

/**
 * Restores a backup into an empty installation. Checks everything before it writes: that the file is whole, that this release knows its
 * schema, and that the target is empty.
 * @param scratch path of a temporary file
 * @throws BackupError
 */
export async function restoreBackup(file: string, target: Target, scratch: string): Promise<Manifest> {
  const described = await verifyBackup(file);
  const unknown = described.migrations.filter((name) => !target.migrations.includes(name));
  if (unknown.length > 0) {
    throw new BackupError(`${file} comes from a newer release: its database has the migration ${unknown[0]}. Update Likeness first.`);
  }
  const content = await target.content();
  if (content !== undefined) throw new BackupError(`Expected an empty installation, found ${content}. Nothing was written.`);
  let secret: string | undefined;
  try {
    await readArchive(file, async (name, chunks) => {
      if (name === DATABASE) return void (await pipeline(chunks, createWriteStream(scratch, { mode: 0o600 })));
      const bytes = await collect(chunks);
      if (name === SECRET) secret = bytes.toString('utf8');
      else if (name.startsWith(ORIGINALS)) await target.storage.put(name, new Uint8Array(bytes));
    });
    await summarizeDump(dumpLines(scratch));
    // Last, so that an interrupted restore leaves no server that looks complete.
    await target.load(dumpLines(scratch));
    if (secret !== undefined) await target.writeSecret(secret);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupError(`The restore failed, and the installation is incomplete. Empty it, then start again: ${reason}`, {
      cause: error,
    });
  } finally {
    await rm(scratch, { force: true });
  }
  return described;
}

async function collect(chunks: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
