import { Command } from 'commander';
import { lineOf, requirePerson, withInstallation } from './installation';

export const demote = new Command('demote')
  .description('Makes an administrator a member. The last administrator stays one.')
  .argument('<id or e-mail>')
  .action(async (idOrEmail: string) => {
    const person = await withInstallation(async ({ accounts }) =>
      accounts.changeRole((await requirePerson(accounts, idOrEmail)).id, 'member'),
    );
    console.log(lineOf(person));
  });
