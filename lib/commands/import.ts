import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { createAccounts } from '@/lib/accounts/accounts';
import { createNote } from '@/lib/audit/note';
import { COMMAND } from '@/lib/audit/sender';
import { openDatabase } from '@/lib/db/open';
import { type Env, readEnv } from '@/lib/env';
import { readCsv } from '@/lib/import/csv';
import { openFolder } from '@/lib/import/folder';
import { readJsonLines } from '@/lib/import/json-lines';
import { createPeopleImport } from '@/lib/import/people';
import { createPictureImport } from '@/lib/import/pictures';
import { openReport, type Report } from '@/lib/import/report';
import { type ImportSource, runImport } from '@/lib/import/run';
import { createComposer } from '@/lib/mail/mail';
import { SCRIPT_OPTIONS } from '../script-options';
import { openAvatars } from './import/avatars';
import { createProgress } from './import/progress';

interface Options {
  pictures?: string;
  dryRun?: true;
  resume?: true;
  report?: string;
  invite?: true;
  replace?: true;
  maxErrors?: number;
}

export const importPeople = new Command('import')
  .description('Imports people from CSV or JSON lines (.jsonl, .ndjson) with the columns email, name, role and picture, and pictures.')
  .argument('[file]', 'people; - reads CSV from the standard input')
  .option('--pictures <folder>', 'pictures named by e-mail address or user name, or by the column picture')
  .option('--dry-run', 'change nothing, and tell what would be')
  .option('--report <file>', 'write each result as a JSON line')
  .option('--resume', 'go on with the import of this report')
  .option('--invite', 'mail new people a link to choose a password')
  .option('--replace', 'replace the pictures that people chose, too')
  .option('--max-errors <number>', 'stop after this many failures', number)
  .action(async (file: string | undefined, options: Options) => {
    if (file === undefined && options.pictures === undefined) throw new Error('Expected a file of people, --pictures, or both.');
    if (options.resume && options.report === undefined) throw new Error('--resume needs the report of the import: --report FILE.');
    const isComplete = await run(file, options);
    if (!isComplete) process.exitCode = 1;
  });

/** @returns false if a row or a picture failed, or the import was interrupted */
async function run(file: string | undefined, options: Options): Promise<boolean> {
  const env = readEnv();
  // Everything that can be wrong before anything is changed.
  const pictures = options.pictures === undefined ? null : await openFolder(options.pictures);
  const people = file === undefined ? null : await openPeople(file);
  const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS, announce: console.error });
  try {
    const { resume: isResumed = false, dryRun: isDryRun = false } = options;
    // Once no other process has the database: a report that exists has to be continued.
    const report = await openReport(options.report ?? null, { isResumed, isDryRun });
    const installation = await openAvatars(env, database);
    try {
      const parts = { env, report, installation };
      return await installation.sender.run(COMMAND, () => importAll({ people, pictures }, options, parts));
    } finally {
      await installation.close();
      await report.close();
    }
  } finally {
    await database.close();
  }
}

interface Parts {
  env: Env;
  report: Report;
  installation: Awaited<ReturnType<typeof openAvatars>>;
}

async function importAll(source: ImportSource, options: Options, { env, report, installation }: Parts): Promise<boolean> {
  const { dryRun: isDryRun = false, invite: invites = false, replace: replaces = false, maxErrors: maxFailures } = options;
  const { avatars, records, sender } = installation;
  const { personByEmail } = createAccounts(records, undefined, env.verifiesAddresses ? 'proved' : 'any');
  const people = createPeopleImport({ records, compose: createComposer(env.mail), baseUrl: env.baseUrl });
  const pictures = createPictureImport({ records, people, personByEmail, avatars, maxBytes: env.maxUploadBytes });
  for (const [userId, picture] of report.imported) pictures.remember(userId, picture);
  const progress = createProgress();
  // The second signal ends the process.
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  let hasStopped = false;
  const results = runImport(source, { people, pictures }, { isDryRun, invites, replaces, maxFailures, isImported: report.isImported });
  for await (const result of results) {
    await report.add(result);
    progress.add(result);
    hasStopped ||= result.type === 'stopped' || interruption.signal.aborted;
    if (interruption.signal.aborted) break;
  }
  const summary = report.summary();
  const note = createNote(records, { sender });
  if (!isDryRun) await note('people-imported', null, { ...summary });
  console.log(progress.end(summary, isDryRun));
  if (interruption.signal.aborted) console.error('Interrupted. Go on with --resume and the same report.');
  return !hasStopped && summary.failedRows === 0 && summary.failedPictures === 0;
}

async function openPeople(file: string) {
  if (file === '-') return readCsv(process.stdin);
  const stream = createReadStream(file);
  // A missing file is an error now and not after the database is open.
  await new Promise<void>((resolve, reject) => stream.once('open', () => resolve()).once('error', reject));
  return /\.(?:jsonl|ndjson)$/i.test(file) ? readJsonLines(stream) : readCsv(stream);
}

function number(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}
