import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { DumpLine } from '@/lib/db/backup/dump';
import { BackupError } from './manifest';

/** Parses the lines of a dump. */
export async function* dumpLines(file: string): AsyncGenerator<DumpLine> {
  for await (const line of linesOf(createReadStream(file))) yield JSON.parse(line);
}

export function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Content of a dump. */
export interface DumpSummary {
  migrations: string[];
  rows: number;
  /** Keys of originals from which a version can be restored. */
  originals: Set<string>;
}

/** @throws BackupError if the dump is incomplete */
export async function summarizeDump(lines: AsyncIterable<DumpLine>): Promise<DumpSummary> {
  const summary: DumpSummary = { migrations: [], rows: 0, originals: new Set() };
  let [table, isComplete] = ['', false];
  for await (const [kind, content] of lines) {
    if (kind === 'start') summary.migrations = content.migrations;
    else if (kind === 'table') table = content;
    else if (kind === 'end') isComplete = content.rows === summary.rows;
    else {
      summary.rows += 1;
      if (table === 'Avatar' && content.removedAt === null) summary.originals.add(String(content.originalKey));
    }
  }
  if (!isComplete) throw new BackupError('The dump of the database is incomplete: it broke off before its end.');
  return summary;
}
