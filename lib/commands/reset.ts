import type { Command } from 'commander';
import { requirePerson } from './person';
import type { RunTask } from './ports';

export function addReset(program: Command, run: RunTask): void {
  program
    .command('reset')
    .description('Mails a person a link to choose a new password. It works once, for an hour.')
    .argument('<person>', 'id or e-mail address')
    .option('--print', 'print the link instead, to be handed over: it gives access to the account')
    .action((idOrEmail: string, { print = false }: { print?: boolean }) =>
      run(async ({ services, terminal }) => {
        if (!print && !services.outbox.sending)
          throw new Error('Mail is not sent, since SMTP_URL is not set. Expected --print, got nothing.');
        const person = await requirePerson(services.accounts, idOrEmail);
        const url = await services.passwordResets.issue(person, { mails: !print });
        await services.note('reset-link-created', person.id);
        await terminal.print(print ? url : `Mail with a link is on its way to ${person.email}.`);
        return 0;
      }),
    );
}
