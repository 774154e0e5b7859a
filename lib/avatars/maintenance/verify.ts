import { isAvatarError } from '@/lib/errors';
import { keyOfPath, ORIGINALS, originalPath, RENDITIONS } from '../paths';
import type { Avatar, AvatarRecords, Storage } from '../ports';
import { sha256 } from '../record';

export interface VerifyParts {
  records: Pick<AvatarRecords, 'keptVersions' | 'liveRenditions' | 'liveOriginals'>;
  storage: Pick<Storage, 'get' | 'head' | 'list'>;
}

export interface VerifyOptions {
  /** Also reads each original and compares its SHA-256 with the row. */
  reads?: boolean;
  /** Called after each batch with the number of rows or objects so far. */
  onProgress?: (checked: number) => void;
}

export interface VerifyResult {
  /** Rows: versions whose original is needed. */
  versions: number;
  objects: number;
  /** Paths of originals that a version needs and the storage lacks. */
  missing: string[];
  /** Paths of originals whose bytes are not those of the row. */
  damaged: string[];
  /** Paths of objects that no row needs. The sweeper deletes them once they are old enough. */
  unreferenced: string[];
}

const BATCH = 500;

/**
 * Compares rows and objects both ways, and changes neither. Renditions may be missing: they are made again. While the server runs, an
 * upload or removal in progress can show up as a difference that a second run does not have.
 */
export async function verifyStorage(
  { records, storage }: VerifyParts,
  { reads = false, onProgress }: VerifyOptions = {},
): Promise<VerifyResult> {
  const result: VerifyResult = { versions: 0, objects: 0, missing: [], damaged: [], unreferenced: [] };
  const originals = new Set<string>();

  async function checkObjects(prefix: string, liveAmong: (keys: string[]) => Promise<Set<string>>): Promise<void> {
    let batch: string[] = [];
    const check = async () => {
      const live = await liveAmong([...new Set(batch.map(keyOfPath))]);
      result.objects += batch.length;
      result.unreferenced.push(...batch.filter((path) => !live.has(keyOfPath(path))));
      batch = [];
      onProgress?.(result.versions + result.objects);
    };
    for await (const { key } of storage.list(prefix)) {
      if (prefix === ORIGINALS) originals.add(key);
      batch.push(key);
      if (batch.length === BATCH) await check();
    }
    if (batch.length > 0) await check();
  }

  async function checkVersion(version: Avatar): Promise<void> {
    const path = originalPath(version.originalKey);
    // An upload may have stored it after the list.
    if (!originals.has(path) && !(await storage.head(path))) result.missing.push(path);
    else if (reads && !(await isWhole(path, version))) result.damaged.push(path);
  }

  async function isWhole(path: string, { sourceBytes, sourceSha256 }: Avatar): Promise<boolean> {
    try {
      const bytes = await storage.get(path);
      return bytes?.byteLength === sourceBytes && sha256(bytes) === sourceSha256;
    } catch (error) {
      if (isAvatarError(error) && error.code === 'storage_damaged') return false;
      throw error;
    }
  }

  await checkObjects(ORIGINALS, (keys) => records.liveOriginals(keys));
  await checkObjects(RENDITIONS, (keys) => records.liveRenditions(keys));
  const checked = new Set<string>();
  for (let after = 0; ; ) {
    const versions = await records.keptVersions(after, BATCH);
    const last = versions.at(-1);
    if (!last) break;
    for (const version of versions) {
      result.versions += 1;
      // Versions that were re-framed share an original.
      if (checked.has(version.originalKey)) continue;
      checked.add(version.originalKey);
      await checkVersion(version);
    }
    after = last.id;
    onProgress?.(result.versions + result.objects);
  }
  return result;
}
