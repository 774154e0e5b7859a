import { type Command, InvalidArgumentError } from 'commander';
import type { Options } from './import/run-import';
import type { RunTask } from './ports';

export function addImport(program: Command, run: RunTask): void {
  const command = program
    .command('import')
    .description('Imports people from CSV or JSON lines (.jsonl, .ndjson) with the columns email, name, role and picture, and pictures.')
    .argument('[file]', 'people; - reads CSV from the standard input')
    .option('--pictures <folder>', 'pictures named by e-mail address or user name, or by the column picture')
    .option('--dry-run', 'change nothing, and tell what would be')
    .option('--report <file>', 'write each result as a JSON line')
    .option('--resume', 'go on with the import of this report')
    .option('--invite', 'mail new people a link to choose a password')
    .option('--replace', 'replace the pictures that people chose, too')
    .option('--max-errors <number>', 'stop after this many failures', number)
    .action((file: string | undefined, options: Options) => {
      if (file === undefined && options.pictures === undefined) command.error('error: Expected a file of people, --pictures, or both.');
      if (options.resume && options.report === undefined) command.error('error: --resume needs the report of the import: --report FILE.');
      return run(async (context) => {
        // Servers load imports with the first one.
        const { runImportCommand } = await import('./import/run-import');
        return runImportCommand(file, options, context);
      });
    });
}

function number(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}
