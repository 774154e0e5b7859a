import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { BackupError, FORMAT, MANIFEST, type Manifest, manifest } from './manifest';

/** Called with each file of an archive; must read its content to the end. */
export type OnFile = (name: string, content: Readable) => Promise<void>;

/** Reads an archive from its start to its end. @throws BackupError if it cannot be read */
export async function readArchive(file: string, onFile: OnFile): Promise<void> {
  const tar = extract();
  try {
    await Promise.all([
      pipeline(createReadStream(file), tar),
      (async () => {
        for await (const entry of tar) await onFile(entry.header.name, Readable.from(entry));
      })(),
    ]);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Reads the whole backup and compares every file with the manifest. Writes nothing. @throws BackupError if one differs */
export async function verifyBackup(file: string): Promise<Manifest> {
  const found: Manifest['files'] = [];
  let content: Buffer | undefined;
  await readArchive(file, async (name, chunks) => {
    const hash = createHash('sha256');
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      if (name === MANIFEST) parts.push(chunk);
    }
    if (name === MANIFEST) content = Buffer.concat(parts);
    else found.push({ name, bytes, sha256: hash.digest('hex') });
  });
  if (!content) throw new BackupError(`${file} is damaged or no backup: it has no manifest. Nothing was written.`);
  const described = parseManifest(file, content);
  const differing = differences(described.files, found);
  if (differing.length > 0) {
    throw new BackupError(
      `${file} is damaged: ${differing.length} files differ from its manifest, such as ${differing[0]}. Nothing was written.`,
    );
  }
  return described;
}

function parseManifest(file: string, content: Buffer): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch {}
  const { format } = manifest.pick({ format: true }).safeParse(value).data ?? {};
  if (format !== undefined && format > FORMAT) {
    throw new BackupError(`${file} comes from a newer release: expected format ${FORMAT}, got ${format}. Update Likeness first.`);
  }
  const parsed = manifest.safeParse(value);
  if (!parsed.success) throw new BackupError(`${file} is damaged: its manifest cannot be read. Nothing was written.`);
  return parsed.data;
}

/** Names of files that are missing, added or changed. */
function differences(expected: Manifest['files'], found: Manifest['files']): string[] {
  const line = ({ name, bytes, sha256 }: Manifest['files'][number]) => `${name}\n${bytes}\n${sha256}`;
  const [before, after] = [new Set(expected.map(line)), new Set(found.map(line))];
  const differing = [...expected, ...found].map(line).filter((text) => !before.has(text) || !after.has(text));
  return [...new Set(differing)].map((text) => text.split('\n', 1)[0] ?? '');
}
