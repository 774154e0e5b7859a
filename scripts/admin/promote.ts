import { Command } from 'commander';
import { lineOf, requirePerson, withInstallation } from './installation';

export const promote = new Command('promote')
  .description('Makes a person an administrator.')
  .argument('<id or e-mail>')
  .action(async (idOrEmail: string) => {
    const person = await withInstallation(async ({ accounts }) =>
      accounts.changeRole((await requirePerson(accounts, idOrEmail)).id, 'admin'),
    );
    console.log(lineOf(person));
  });
