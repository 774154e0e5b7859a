import type { Command } from 'commander';
import { personArchive } from '@/lib/dialects/native/account/export-archive';
import { requirePerson } from './person';
import type { RunTask } from './ports';

export function addExport(program: Command, run: RunTask): void {
  program
    .command('export')
    .description('Saves the data of a person as a ZIP archive, the same as on their page /settings/data.')
    .argument('<person>', 'id or e-mail address')
    .requiredOption('--output <file>', 'a new file')
    .action((idOrEmail: string, { output }: { output: string }) =>
      run(async ({ services, terminal }) => {
        const person = await requirePerson(services.accounts, idOrEmail);
        const archive = await personArchive(person.id, services);
        await terminal.createFile(output);
        // Before any data leaves the server.
        await services.note('data-exported', person.id);
        let bytes = 0;
        for await (const chunk of archive) {
          bytes += chunk.byteLength;
          await terminal.appendToFile(Buffer.from(chunk).toString('base64'));
        }
        await terminal.closeFile();
        await terminal.print(`${output}: ${bytes} bytes, the data of person ${person.id}. Keep it private.`);
        return 0;
      }),
    );
}
