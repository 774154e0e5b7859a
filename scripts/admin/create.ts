import { Command, Option } from 'commander';
import type { Role } from '@/lib/accounts/ports';
import { newAccount } from '@/lib/dialects/native/account/account-schemas';
import { parseFields } from '@/lib/http/body/fields';
import { lineOf, withInstallation } from './installation';
import { readPassword } from './password';

interface Options {
  email: string;
  name: string;
  role: Role;
  passwordStdin?: true;
}

export const create = new Command('create')
  .description('Creates an account. Asks for its password on a terminal, and generates one otherwise.')
  .requiredOption('--email <address>')
  .requiredOption('--name <name>')
  .addOption(new Option('--role <role>').choices(['member', 'admin']).default('member'))
  .option('--password-stdin', 'read the password from the first line of the standard input')
  .action(async ({ email, name, role, passwordStdin }: Options) => {
    const { password, isGenerated } = await readPassword(passwordStdin ?? false);
    const account = parseFields(newAccount, { email, name, password });
    const person = await withInstallation(({ accounts }) => accounts.open({ ...account, role, proof: 'administrator' }));
    console.log(lineOf(person));
    if (isGenerated) console.log(`Password: ${password}`);
  });
