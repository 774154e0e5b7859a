import type { Command } from 'commander';
import { canonicalEmail } from '@/lib/accounts/email';
import { requirePerson } from './person';
import type { RunTask } from './ports';

export function addErase(program: Command, run: RunTask): void {
  program
    .command('erase')
    .description('Deletes an account at once, with everything that it has stored. Asks for its e-mail address as a confirmation.')
    .argument('<person>', 'id or e-mail address')
    .option('--yes', 'do not ask')
    .action((idOrEmail: string, { yes = false }: { yes?: boolean }) =>
      run(async ({ services, terminal }) => {
        const { id, email, name } = await requirePerson(services.accounts, idOrEmail);
        if (!yes) {
          const answer = await terminal.ask(`This deletes the account ${id} of ${name}. Type its address ${email} to confirm: `);
          if (canonicalEmail(answer) !== email) throw new Error(`Expected ${email}, got ${answer || 'nothing'}. Nothing was deleted.`);
        }
        const report = await services.erasures.now(id);
        if (!report) throw new Error(`The account ${id} was deleted in the meantime.`);
        const { versions, keys, sessions, objects, objectsLeft } = report;
        await terminal.print(
          `Deleted account ${id}: ${versions} versions of the picture, ${keys} API keys, ${sessions} sessions, ${objects} stored objects.`,
        );
        if (objectsLeft === 0) return 0;
        await terminal.warn(`${objectsLeft} objects may be left, since the storage failed. The next sweep deletes them.`);
        return 1;
      }),
    );
}
