import { openReport, type Report } from '@/lib/import/report';
import { type ImportSource, runImport } from '@/lib/import/run';
import type { CommandContext } from '../ports';
import { createFiles, type PeopleFile } from './files';
import { createProgress } from './progress';

export interface Options {
  pictures?: string;
  dryRun?: true;
  resume?: true;
  report?: string;
  invite?: true;
  replace?: true;
  maxErrors?: number;
}

/** @returns the exit code: 1 if a row or a picture failed, or the import ended early */
export async function runImportCommand(file: string | undefined, options: Options, context: CommandContext): Promise<number> {
  const { resume: isResumed = false, dryRun: isDryRun = false } = options;
  const files = createFiles(context.caller);
  // Everything that can be wrong before anything is changed.
  const pictures = options.pictures === undefined ? null : await files.openPictures(options.pictures);
  let people: PeopleFile | null = null;
  let report: Report | undefined;
  try {
    people = file === undefined ? null : await files.openPeople(file);
    const path = options.report ?? null;
    report = await (path === null
      ? openReport(null, { isResumed, isDryRun })
      : files.write(path, (absolute) => openReport(absolute, { isResumed, isDryRun })));
    return await importAll({ people: people?.rows ?? null, pictures }, options, report, context);
  } finally {
    people?.close();
    await report?.close();
  }
}

async function importAll(source: ImportSource, options: Options, report: Report, context: CommandContext): Promise<number> {
  const { dryRun: isDryRun = false, invite: invites = false, replace: replaces = false, maxErrors: maxFailures } = options;
  const { services, terminal, caller } = context;
  const interruption = caller.interruption();
  const { picturesAtOnce, ...parts } = await services.openImport(interruption);
  for (const [userId, picture] of report.imported) parts.pictures.remember(userId, picture);
  const progress = createProgress();
  let [hasStopped, isInterrupted] = [false, false];
  const { isImported } = report;
  const results = runImport(source, parts, { isDryRun, invites, replaces, maxFailures, isImported, picturesAtOnce });
  for await (const result of results) {
    await report.add(result);
    hasStopped ||= result.type === 'stopped';
    const lines = progress.add(result);
    // A terminal that is gone ends the import as Ctrl-C does.
    const isShown =
      lines.length === 0 ||
      (await terminal.warn(lines.join('\n')).then(
        () => true,
        () => false,
      ));
    isInterrupted = !isShown || interruption.aborted;
    if (isInterrupted) break;
  }
  const summary = report.summary();
  if (!isDryRun) await services.note('people-imported', null, { ...summary });
  await terminal.print(progress.end(summary, isDryRun));
  if (isInterrupted) await terminal.warn('Interrupted. Go on with --resume and the same report.');
  return !hasStopped && !isInterrupted && summary.failedRows === 0 && summary.failedPictures === 0 ? 0 : 1;
}
