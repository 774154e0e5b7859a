import type { Command } from 'commander';
import type { PersonChange } from '@/lib/accounts/administration/ports';
import { lineOf, requirePerson } from './person';
import type { RunTask } from './ports';

const CHANGES: Record<string, { description: string; change: PersonChange }> = {
  promote: { description: 'Makes a person an administrator.', change: { role: 'admin' } },
  demote: { description: 'Makes an administrator a member. The last administrator stays one.', change: { role: 'member' } },
  disable: {
    description: 'Disables an account: ends its sessions and accepts none of its credentials. Its pictures stay.',
    change: { disabled: true },
  },
  enable: { description: 'Enables a disabled account.', change: { disabled: false } },
};

/** The commands that change the role or the state of one account. */
export function addStateChanges(program: Command, run: RunTask): void {
  for (const [name, { description, change }] of Object.entries(CHANGES))
    program
      .command(name)
      .description(description)
      .argument('<person>', 'id or e-mail address')
      .action((idOrEmail: string) =>
        run(async ({ services: { accounts, administration }, terminal }) => {
          const { id } = await requirePerson(accounts, idOrEmail);
          await terminal.print(lineOf(await administration.change(id, change)));
          return 0;
        }),
      );
}
