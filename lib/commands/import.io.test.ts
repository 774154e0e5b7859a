import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import type { ImportResult } from '@/lib/import/results';
import { createTestApp } from '@/testing/app';
import { temporaryFolder } from '@/testing/folder';
import { commandServices, fakeCaller, fakeTerminal } from '@/testing/in-process/commands';
import { tiny } from '@/testing/in-process/pictures';
import { parseAndRun } from './parse-and-run';
import type { CommandServices } from './ports';
import { runInServer, serveCommands } from './socket';

/** A server with an empty database, and a folder of which an administrator imports. */
async function serving(change: (services: CommandServices) => Partial<CommandServices> = () => ({})) {
  const [app, data, cwd] = [await createTestApp(), await temporaryFolder(), await temporaryFolder()];
  const reported: unknown[] = [];
  const services = commandServices(app);
  const stop = await serveCommands(data, { ...services, ...change(services) }, (error) => reported.push(error));
  onTestFinished(stop);
  const run = async (...args: string[]) => {
    const { terminal, outcome } = fakeTerminal();
    const code = await runInServer(data, ['import', ...args], { terminal, cwd });
    return { code, ...outcome };
  };
  return { app, data, cwd, stop, reported, run, services };
}

/** A second row that fails makes the server call the terminal. */
const csvOf = (people: number) =>
  ['email,name', 'nonsense,', ...Array.from({ length: people }, (_, at) => `person${at}@example.org,Person ${at}`)].join('\n');

async function reportOf(folder: string): Promise<ImportResult[]> {
  const text = await readFile(join(folder, 'report.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
}

/** Sends a command, and answers none of its calls. */
function silentClient(data: string, cwd: string, argv: readonly string[]) {
  const socket = connect(join(data, 'admin.sock'));
  socket.write(`${JSON.stringify({ argv, cwd })}\n`);
  const [called, closed] = ['data', 'close'].map((event) => new Promise((resolve) => socket.once(event, resolve)));
  return { socket, called, closed };
}

it('an import runs in the server, with the files of the folder in which it was called', async () => {
  const { app, cwd, reported, run } = await serving();
  await mkdir(join(cwd, 'faces'));
  await writeFile(join(cwd, 'people.csv'), 'email,name\nada@example.org,Ada\nbob@example.org,Bob\n');
  await writeFile(join(cwd, 'faces', 'ada.png'), await tiny('png', [200, 30, 40]));
  const { code, out, err } = await run('people.csv', '--pictures', 'faces', '--report', 'report.jsonl');
  expect([code, err, out.split('\n').slice(0, 2)]).toEqual([
    0,
    '',
    ['People: 2 created, 0 existing, 0 failed.', 'Pictures: 1 set, 0 unchanged, 0 kept, 0 failed; 0 accounts opened for them.'],
  ]);
  expect((await stat(join(cwd, 'report.jsonl'))).mode & 0o777).toBe(0o600);
  expect((await reportOf(cwd)).map(({ type }) => type)).toEqual(['person', 'person', 'picture']);
  const ada = await app.records.personByEmail('ada@example.org', 'any');
  expect(await app.records.history(ada?.id ?? 0)).toHaveLength(1);
  expect((await app.records.listAudit({}, { limit: 1 })).map(({ actor, action }) => [actor, action])).toEqual([
    ['command', 'people-imported'],
  ]);
  expect(reported).toEqual([]);
});

it('an import whose client disappears ends with its report, and is resumed without leaving a person out or importing one twice', async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { app, data, cwd, reported, run } = await serving(({ note }) => ({
    async note(...args) {
      await note(...args);
      end();
    },
  }));
  await writeFile(join(cwd, 'people.csv'), csvOf(700));
  const before = (await app.records.countPeople()).people;
  const argv = ['import', 'people.csv', '--report', 'report.jsonl'];
  const { socket, called } = silentClient(data, cwd, argv);
  await called;
  socket.destroy();
  await ended;
  // The first batch is saved, and the first row is written.
  expect((await app.records.countPeople()).people - before).toBe(499);
  expect(await reportOf(cwd)).toMatchObject([{ row: 2, result: 'failed' }]);
  const { code, out } = await run('people.csv', '--report', 'report.jsonl', '--resume');
  expect([code, out.split('\n')[0]]).toEqual([1, 'People: 201 created, 499 existing, 1 failed.']);
  expect((await app.records.countPeople()).people - before).toBe(700);
  expect((await reportOf(cwd)).map((result) => result.type === 'person' && result.row)).toEqual(
    Array.from({ length: 701 }, (_, at) => at + 2),
  );
  expect(reported).toEqual([]);
});

it('a server that stops waits for the picture in progress and not for the import, nor for a terminal that does not answer', async () => {
  let [start, finish] = [() => {}, () => {}];
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const set: string[] = [];
  const { app, data, cwd, stop, reported, run } = await serving(({ openImport }) => ({
    async openImport(signal) {
      const parts = await openImport(signal);
      return {
        ...parts,
        pictures: {
          ...parts.pictures,
          async set(picture, ...rest) {
            set.push(picture.file);
            start();
            await finished;
            return parts.pictures.set(picture, ...rest);
          },
        },
      };
    },
  }));
  for (const name of ['a@example.org.png', 'b@example.org.png', 'c@example.org.png'])
    await writeFile(join(cwd, name), await tiny('png', [20, 30, 40]));
  await writeFile(join(cwd, 'people.csv'), csvOf(10));
  const pictures = silentClient(data, cwd, ['import', '--pictures', '.', '--report', 'report.jsonl']);
  const people = silentClient(data, cwd, ['import', 'people.csv']);
  await Promise.all([started, people.called]);
  expect((await run('--pictures', '.', '--report', 'report.jsonl', '--resume')).err).toBe(
    `The report ${join(cwd, 'report.jsonl')} cannot be continued. An import is still writing to it. Try again when it has ended.\n`,
  );
  const stopped = stop();
  await Promise.all([pictures.closed, people.closed]);
  finish();
  await stopped;
  expect(set).toEqual(['a@example.org.png']);
  expect(await reportOf(cwd)).toMatchObject([{ type: 'picture', file: 'a@example.org.png', result: 'set' }]);
  expect(await app.records.personByEmail('a@example.org', 'any')).not.toBeNull();
  expect(reported).toEqual([]);
});

it('a file that the server cannot read, and one that would keep it waiting, are named with the user of the server', async () => {
  const { app, cwd, run } = await serving();
  const before = await app.records.countPeople();
  execFileSync('mkfifo', [join(cwd, 'pipe.csv')]);
  const server = `The server, which runs the command as the user ${userInfo().username}, cannot`;
  const [missing, pipe, folder, report] = ['none.csv', 'pipe.csv', 'faces', 'none/report.jsonl'].map((name) => join(cwd, name));
  expect(await run('none.csv')).toEqual({
    code: 1,
    out: '',
    err: `${server} read ${missing}: ENOENT: no such file or directory, open '${missing}'\n`,
  });
  expect((await run('pipe.csv')).err).toBe(`${server} read ${pipe}: Expected a file, got ${pipe}.\n`);
  expect((await run('--pictures', 'faces')).err).toContain(`${server} read ${folder}: ENOENT`);
  await writeFile(join(cwd, 'people.csv'), csvOf(1));
  expect((await run('people.csv', '--report', 'none/report.jsonl')).err).toContain(`${server} write ${report}: ENOENT`);
  expect(await app.records.countPeople()).toEqual(before);
});

it('the standard input is imported without a server only', async () => {
  const { app, run, services } = await serving();
  expect(await run('-')).toEqual({
    code: 1,
    out: '',
    err: 'A server runs this command and has no standard input of yours: give it a file in place of -.\n',
  });
  const { terminal, outcome } = fakeTerminal();
  const caller = { ...fakeCaller(), input: () => Readable.from([Buffer.from('email\nada@example.org\n')]) };
  expect(await parseAndRun(['import', '-'], { services, terminal, caller })).toBe(0);
  expect(outcome.out).toContain('People: 1 created, 0 existing, 0 failed.\n');
  expect(await app.records.personByEmail('ada@example.org', 'any')).toMatchObject({ name: 'ada' });
});

it('arguments without a file, and --resume without a report, are mistakes', async () => {
  const { run } = await serving();
  expect((await run()).err).toContain('error: Expected a file of people, --pictures, or both.\n');
  expect(await run('people.csv', '--resume')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('error: --resume needs the report of the import: --report FILE.\n'),
  });
});
