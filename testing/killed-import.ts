import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { originalPath } from '@/lib/avatars/paths';
import { sha256 } from '@/lib/avatars/record';
import { openDatabase } from '@/lib/db/open';
import type { ImportResult } from '@/lib/import/results';
import { openStorage } from '@/lib/storage/open';
import { tiny } from './in-process/pictures';

interface KilledImport {
  folder: string;
  people: number;
  pictures: number;
  /** The process is killed once its report has this many lines of the kind. Afterwards the import is resumed. */
  kills: readonly { kind: ImportResult['type']; after: number }[];
}

const emailOf = (index: number) => `person${index}@example.org`;

/** Names of files by address and by user name, in both levels of the folder. */
const fileOf = (index: number) => `${index % 2 === 0 ? '' : 'team/'}${index % 3 === 0 ? `person${index}` : emailOf(index)}.png`;

/** Imports people and pictures with the command, kills it, resumes it, and checks that nothing is missing and nothing is there twice. */
export async function expectImportSurvives({ folder, people, pictures, kills }: KilledImport): Promise<void> {
  const [dataDir, root, csv, report] = ['data', 'pictures', 'people.csv', 'report.jsonl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await mkdir(join(root, 'team'), { recursive: true });
  await writeFile(csv, ['email,name', ...Array.from({ length: people }, (_, index) => `${emailOf(index)},Person ${index}`)].join('\n'));
  const pictureOf = (index: number) => tiny('png', [index & 255, index >> 8, 99]);
  for (let index = 0; index < pictures; index += 1) await writeFile(join(root, fileOf(index)), await pictureOf(index));

  // Vitest sets BASE_URL.
  const { DATABASE_URL: _database, BASE_URL: _base, ...env } = process.env;
  const command = (more: readonly string[]) =>
    spawn(process.execPath, ['--import', 'tsx', 'scripts/admin.ts', 'import', csv, '--pictures', root, '--report', report, ...more], {
      env: { ...env, DATA_DIR: dataDir, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  for (const [at, { kind, after }] of kills.entries())
    await killAfter(command(at === 0 ? [] : ['--resume']), { folder, report, kind, after });

  const last = command(['--resume']);
  const [output, [code]] = await Promise.all([text(last.stdout), once(last, 'exit')]);
  const [, persons, pics] = /^People: (.*)\nPictures: (.*)$/m.exec(output) ?? [];
  expect([code, persons?.replace(/\d+ created, \d+ existing/, ''), pics?.replace(/\d+ set, \d+ unchanged/, '')]).toEqual([
    0,
    ', 0 failed.',
    ', 0 kept, 0 failed; 0 accounts opened for them.',
  ]);
  const lines = (await readFile(report, 'utf8'))
    .trim()
    .split('\n')
    .map((line): ImportResult => JSON.parse(line));
  const emails = lines.flatMap((line) => (line.type === 'person' ? [line.email] : []));
  const files = lines.flatMap((line) => (line.type === 'picture' ? [line.file] : []));
  expect(emails.sort()).toEqual(Array.from({ length: people }, (__, index) => emailOf(index)).sort());
  expect(files.sort()).toEqual(Array.from({ length: pictures }, (__, index) => fileOf(index)).sort());
  await expectImported(dataDir, people, pictures, pictureOf);
}

async function expectImported(dataDir: string, people: number, pictures: number, pictureOf: (index: number) => Promise<Uint8Array>) {
  const log = { info() {}, warn() {}, error() {} };
  const onFatal = (message: string): never => {
    throw new Error(message);
  };
  const { records, close } = await openDatabase({ dataDir, databaseUrl: undefined, announce() {}, log, onFatal });
  const store = { folder: join(dataDir, 'pictures'), originals: 'originals/', renditions: 'renditions/' };
  const storage = await openStorage({ kind: 'filesystem' }, store);
  const wrong: string[] = [];
  expect((await records.countPeople()).people).toBe(people);
  expect(new Set((await records.listAudit({}, { limit: 10 })).map(({ actor }) => actor))).toEqual(new Set(['command']));
  for (let index = 0; index < people; index += 1) {
    const person = await records.personByEmail(emailOf(index), 'proved');
    const history = person ? await records.history(person.id) : [];
    const expected = index < pictures ? [sha256(await pictureOf(index))] : [];
    const isStored = await Promise.all(history.map(async ({ originalKey }) => (await storage.head(originalPath(originalKey))) !== null));
    const isRight = person?.name === `Person ${index}` && history.map((version) => version.sourceSha256).join() === expected.join();
    if (!isRight || isStored.includes(false)) wrong.push(emailOf(index));
  }
  await close();
  expect(wrong).toEqual([]);
}

/** Waits until the report has enough lines, and kills the process as `kill -9` does. */
async function killAfter(
  child: ChildProcess,
  { folder, report, kind, after }: { folder: string; report: string; kind: ImportResult['type']; after: number },
): Promise<void> {
  const exit = once(child, 'exit');
  const end = new AbortController();
  const isThere = async () =>
    ((await readFile(report, 'utf8').catch(() => '')).match(new RegExp(`"type":"${kind}"`, 'g'))?.length ?? 0) >= after;
  exit.then(() => end.abort());
  try {
    for await (const _change of watch(folder, { signal: end.signal })) {
      if (!(await isThere())) continue;
      child.kill('SIGKILL');
      break;
    }
  } catch (error) {
    if (!end.signal.aborted) throw error;
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
}
