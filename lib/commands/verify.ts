import type { Command } from 'commander';
import { canonicalEmail } from '@/lib/accounts/email';
import type { RunTask } from './ports';

export function addVerify(program: Command, run: RunTask): void {
  program
    .command('verify')
    .description('Marks the e-mail address of an account as proved, as if its owner had followed a link.')
    .argument('<address>')
    .action((given: string) =>
      run(async ({ services, terminal }) => {
        const email = canonicalEmail(given);
        const userId = await services.accounts.addresses.approve(email);
        if (userId === null) throw new Error(`Expected the e-mail address of an account, got ${given}.`);
        await terminal.print(`${email} is proved, for person ${userId}.`);
        return 0;
      }),
    );
}
