import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { ImportResult } from './results';
import { count, emptySummary, type Summary } from './summary';

/** The results of an import as JSON lines, over all its runs. It has e-mail addresses, so only its owner may read it. */
export interface Report {
  /** Appends a result, unless an earlier run has written that of the same row or picture. */
  add(result: ImportResult): Promise<void>;
  /** Whether an earlier run has imported this picture. */
  isImported(picture: { file: string; email?: string }): boolean;
  /** Pictures of earlier runs by person. */
  readonly imported: ReadonlyMap<number, string>;
  /** Over all runs. */
  summary(): Summary;
  close(): Promise<void>;
}

/** The first line of a report. */
interface Start {
  type: 'start';
  dryRun: boolean;
}

/** Thrown if a report cannot be used. The message is for the person who runs the import. */
export class ReportError extends Error {
  override name = 'ReportError';
}

/** @param path null: the report is not kept. @throws ReportError if there is a report and it is not to be continued, or dry runs are mixed with others */
export async function openReport(path: string | null, { isResumed, isDryRun }: { isResumed: boolean; isDryRun: boolean }): Promise<Report> {
  // Rows of a trial run would count as imported in the next run.
  if (isResumed && isDryRun) throw new ReportError('A dry run does not go on with an import. Leave out --dry-run or --resume.');
  const results = new Map<string, ImportResult>();
  const opened = path === null ? null : await openFile(path, isResumed);
  const file = opened?.file;
  try {
    if (file && path !== null && isResumed) await readEarlier(path, file, results);
  } catch (error) {
    await opened?.close();
    throw error;
  }
  const start: Start = { type: 'start', dryRun: isDryRun };
  const write = async (line: object) => void (await file?.write(`${oneLine(line)}\n`));
  if (file && (await file.stat()).size === 0) await write(start);
  const imported = new Map<number, string>();
  for (const result of results.values()) if (isDone(result) && result.id !== null) imported.set(result.id, result.file);

  return {
    async add(result) {
      const key = keyOf(result);
      const earlier = key === null ? undefined : results.get(key);
      // A row of an earlier run has an account by now. What failed may have another outcome.
      if (earlier && 'result' in earlier && earlier.result !== 'failed') return;
      if (key !== null) results.set(key, result);
      if (JSON.stringify(earlier) !== JSON.stringify(result)) await write(result);
    },
    isImported: (picture) => isDone(results.get(pictureKey(picture))),
    imported,
    summary() {
      const summary = emptySummary();
      for (const result of results.values()) count(summary, result);
      return summary;
    },
    async close() {
      await opened?.close();
    },
  };
}

/** Reports that imports of this process write, by device and inode. A server may still end an import that is already resumed. */
const WRITTEN = new Set<string>();

async function openFile(path: string, isResumed: boolean): Promise<{ file: FileHandle; close(): Promise<void> }> {
  const file = await open(path, isResumed ? 'a+' : 'ax+', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new ReportError(`There is a report ${path}. Continue its import with --resume, or give another file.`);
  });
  const stats = await file.stat();
  const id = `${stats.dev}:${stats.ino}`;
  const problem = WRITTEN.has(id) ? 'An import is still writing to it. Try again when it has ended.' : 'It is no file.';
  if (!stats.isFile() || WRITTEN.has(id)) {
    await file.close();
    throw new ReportError(`The report ${path} cannot be continued. ${problem}`);
  }
  WRITTEN.add(id);
  return {
    file,
    async close() {
      await file.close();
      WRITTEN.delete(id);
    },
  };
}

/** Reads the results of earlier runs, and removes a last line that a killed run has left unfinished. */
async function readEarlier(path: string, file: FileHandle, results: Map<string, ImportResult>): Promise<void> {
  let [end, isCutOff] = [0, false];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const parsed = parsedLine(line);
    // Another file must not be cut off.
    if (end === 0 && parsed?.type !== 'start') throw new ReportError(`${path} is no report of an import.`);
    if (isCutOff) throw new ReportError(`A line of ${path} is no result, and it is not the last one. Correct it, or give another file.`);
    isCutOff = !parsed;
    if (!parsed) continue;
    end += Buffer.byteLength(line) + 1;
    if (parsed.type === 'start' && parsed.dryRun) throw new ReportError(`The report ${path} is that of a dry run. Give another file.`);
    const key = parsed.type === 'start' ? null : keyOf(parsed);
    if (key !== null && parsed.type !== 'start') results.set(key, parsed);
  }
  const { size } = await file.stat();
  // The last line may be whole and lack its line break.
  if (end > size) await file.write('\n');
  else if (isCutOff) await file.truncate(end);
}

/** Unicode has separators of lines that JSON leaves in strings. */
function oneLine(value: object): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** @returns null for a line that is not whole */
function parsedLine(line: string): Start | ImportResult | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Start | ImportResult) : null;
  } catch {
    return null;
  }
}

function keyOf(result: ImportResult): string | null {
  if (result.type === 'person') return `person ${result.row} ${result.email}`;
  return result.type === 'picture' ? pictureKey(result) : null;
}

/** Rows can share a file. */
function pictureKey({ file, email = '' }: { file: string; email?: string }): string {
  return `picture ${email} ${file}`;
}

function isDone(result: ImportResult | undefined): result is Extract<ImportResult, { type: 'picture'; id: number | null }> {
  return result?.type === 'picture' && result.result !== 'failed';
}
