import type { ReadStream } from 'node:fs';
import { constants, open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { readCsv } from '@/lib/import/csv';
import { openFolder, type PictureFolder } from '@/lib/import/folder';
import { readJsonLines } from '@/lib/import/json-lines';
import type { PersonRow } from '@/lib/import/person-row';
import { ReportError } from '@/lib/import/report';
import type { Caller } from '../ports';

export interface PeopleFile {
  rows: AsyncIterable<PersonRow>;
  /** Also ends reading. */
  close(): void;
}

/** The files that a command names, opened with the rights of this process, which may be the server. */
export interface CommandFiles {
  openPeople(path: string): Promise<PeopleFile>;
  openPictures(path: string): Promise<PictureFolder>;
  /** Calls `use` with the absolute path of a file to write. */
  write<T>(path: string, use: (absolute: string) => Promise<T>): Promise<T>;
}

export function createFiles({ cwd, input }: Caller): CommandFiles {
  const runsInServer = input === null;

  async function named<T>(path: string, verb: 'read' | 'write', use: (absolute: string) => Promise<T>): Promise<T> {
    const absolute = resolve(cwd, path);
    try {
      return await use(absolute);
    } catch (error) {
      if (!runsInServer || error instanceof ReportError) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      throw new Error(`The server, which runs the command as ${userName()}, cannot ${verb} ${absolute}: ${problem}`, { cause: error });
    }
  }

  async function openFile(path: string): Promise<ReadStream> {
    // Opening a named pipe would wait for its writer, and a server could not stop meanwhile.
    const file = await open(path, runsInServer ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY);
    const stats = await file.stat();
    if (stats.isDirectory() || (runsInServer && !stats.isFile())) {
      await file.close();
      throw new Error(`Expected a file, got ${path}.`);
    }
    return file.createReadStream();
  }

  return {
    async openPeople(path) {
      if (path === '-') {
        if (!input) throw new Error('A server runs this command and has no standard input of yours: give it a file in place of -.');
        const stream = input();
        return { rows: readCsv(stream), close: () => void stream.destroy() };
      }
      const stream = await named(path, 'read', openFile);
      return { rows: /\.(?:jsonl|ndjson)$/i.test(path) ? readJsonLines(stream) : readCsv(stream), close: () => void stream.destroy() };
    },
    openPictures: (path) => named(path, 'read', openFolder),
    write: (path, use) => named(path, 'write', use),
  };
}

/** The user of this process, who need not have a name, as in containers. */
function userName(): string {
  try {
    return `the user ${userInfo().username}`;
  } catch {
    return `the user with the id ${process.getuid?.()}`;
  }
}
