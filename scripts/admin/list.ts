import { Command, Option } from 'commander';
import type { Role } from '@/lib/accounts/ports';
import { lineOf, withInstallation } from './installation';

/** The largest number that the database takes. */
const ALL = 2_147_483_647;

export const list = new Command('list')
  .description('Lists accounts, oldest first: id, role, e-mail address and name, separated by tabs.')
  .addOption(new Option('--role <role>', 'only these').choices(['member', 'admin']))
  .action(async ({ role }: { role?: Role }) => {
    const states = await withInstallation(({ records }) => records.states(ALL));
    for (const { person } of states) if (role === undefined || person.role === role) console.log(lineOf(person));
  });
