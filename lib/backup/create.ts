import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { originalPath } from '@/lib/avatars/paths';
import type { Storage } from '@/lib/avatars/ports';
import type { Dump } from '@/lib/db/backup/dump';
import { type DumpSummary, dumpLines, summarizeDump } from './lines';
import { BackupError, DATABASE, FORMAT, MANIFEST, type Manifest, SECRET } from './manifest';

export interface BackupParts {
  dump: Dump;
  storage: Pick<Storage, 'get'>;
  /** Signs sessions and tokens; null if there is none yet. */
  secret: string | null;
  /** Path of the new file. */
  file: string;
  now?: () => Date;
}

/** Dumps that are taken until no original disappears between the dump and its copy. */
const ATTEMPTS = 5;

/**
 * Writes a backup to a new file that only its owner can read. The database is dumped first and its originals are copied after that: new
 * uploads do not matter to the dump, and if the sweeper deletes an original in between, a new dump no longer names it.
 * @throws BackupError, AvatarError storage_failed
 */
export async function createBackup({ dump, storage, secret, file, now = () => new Date() }: BackupParts): Promise<Manifest> {
  if (await exists(file)) throw new BackupError(`${file} exists. Expected the name of a new file.`);
  const [partial, dumped] = [`${file}.partial`, `${file}.dump`];
  await Promise.all([rm(partial, { force: true }), rm(dumped, { force: true })]);
  try {
    const archive = createArchive(partial);
    const { summary, missing } = await copyConsistently({ dump, storage, dumped, archive });
    if (secret !== null) await archive.add(SECRET, Buffer.from(secret));
    await archive.addFile(DATABASE, dumped);
    const { migrations, rows } = summary;
    const content: Manifest = { format: FORMAT, createdAt: now().toISOString(), migrations, rows, missing, files: archive.files };
    await archive.finish(Buffer.from(JSON.stringify(content, null, 2)));
    await rename(partial, file);
    await syncFolder(dirname(file));
    return content;
  } finally {
    await Promise.all([rm(partial, { force: true }), rm(dumped, { force: true })]);
  }
}

interface CopyParts {
  dump: Dump;
  storage: Pick<Storage, 'get'>;
  dumped: string;
  archive: Archive;
}

async function copyConsistently({ dump, storage, dumped, archive }: CopyParts): Promise<{ summary: DumpSummary; missing: string[] }> {
  const copied = new Set<string>();
  for (let attempt = 1; ; attempt += 1) {
    await writeDump(dumped, dump);
    const summary = await summarizeDump(dumpLines(dumped));
    const missing: string[] = [];
    for (const key of summary.originals) {
      if (copied.has(key)) continue;
      const bytes = await storage.get(originalPath(key));
      if (bytes) {
        await archive.add(originalPath(key), bytes);
        copied.add(key);
      } else missing.push(key);
    }
    // Originals that stay missing are lost; the rest must be saved all the same.
    if (missing.length === 0 || attempt === ATTEMPTS) return { summary, missing };
  }
}

async function writeDump(path: string, dump: Dump): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_resolve, reject) => out.once('error', reject));
  failed.catch(() => {});
  await Promise.race([
    failed,
    dump(async (line) => {
      if (!out.write(`${line}\n`)) await Promise.race([failed, new Promise<void>((resolve) => out.once('drain', resolve))]);
    }),
  ]);
  await Promise.race([failed, new Promise<void>((resolve) => out.end(resolve))]);
}

interface Archive {
  files: Manifest['files'];
  add(name: string, bytes: Uint8Array): Promise<void>;
  addFile(name: string, path: string): Promise<void>;
  /** Adds the manifest, and resolves once the archive is on the disk. */
  finish(manifest: Uint8Array): Promise<void>;
}

/** A tar archive that is written while files are added. */
function createArchive(path: string): Archive {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  written.catch(() => {});
  const files: Manifest['files'] = [];
  const whole = (name: string, bytes: Uint8Array) => Promise.race([written, addEntry(tar, name, bytes)]);
  return {
    files,
    async add(name, bytes) {
      await whole(name, bytes);
      files.push({ name, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') });
    },
    async addFile(name, from) {
      const { size } = await stat(from);
      const hash = createHash('sha256');
      const entry = tar.entry({ name, size, mode: 0o600 });
      await pipeline(
        createReadStream(from),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        entry,
      );
      files.push({ name, bytes: size, sha256: hash.digest('hex') });
    },
    async finish(content) {
      await whole(MANIFEST, content);
      tar.finalize();
      await written;
      const handle = await open(path);
      await handle.sync().finally(() => handle.close());
    },
  };
}

function addEntry(tar: Pack, name: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    tar.entry({ name, mode: 0o600 }, Buffer.from(bytes), (error) => (error ? reject(error) : resolve())),
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Calls fsync on a folder, so that the name of the new file survives a power loss. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
