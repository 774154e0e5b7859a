import { type Command, Option } from 'commander';
import type { Role } from '@/lib/accounts/ports';
import { newAccount } from '@/lib/dialects/native/account/account-schemas';
import { parseFields } from '@/lib/http/body/fields';
import { lineOf } from './person';
import type { RunTask } from './ports';

interface Options {
  email: string;
  name: string;
  role: Role;
  passwordStdin?: boolean;
}

export function addCreate(program: Command, run: RunTask): void {
  program
    .command('create')
    .description('Creates an account. Asks for its password on a terminal, and generates one otherwise.')
    .requiredOption('--email <address>', 'counts as proved')
    .requiredOption('--name <name>')
    .addOption(new Option('--role <role>').choices(['member', 'admin']).default('member'))
    .option('--password-stdin', 'read the password from the first line of the standard input')
    .action(({ email, name, role, passwordStdin = false }: Options) =>
      run(async ({ services, terminal }) => {
        const { password, isGenerated } = await terminal.password(passwordStdin);
        const account = parseFields(newAccount, { email, name, password });
        const person = await services.accounts.open({ ...account, role, proof: 'administrator' });
        await terminal.print(lineOf(person));
        if (isGenerated) await terminal.print(`Password: ${password}`);
        return 0;
      }),
    );
}
