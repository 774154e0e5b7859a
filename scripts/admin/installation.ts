import { createAccounts } from '@/lib/accounts/accounts';
import type { Accounts, Person } from '@/lib/accounts/ports';
import { type OpenDatabase, openDatabase } from '@/lib/db/open';
import { readEnv } from '@/lib/env';
import { SCRIPT_OPTIONS } from '../script-options';

interface Installation {
  accounts: Accounts;
  records: OpenDatabase['records'];
}

/** Runs a command on the database of this installation. */
export async function withInstallation<T>(run: (installation: Installation) => Promise<T>): Promise<T> {
  const env = readEnv();
  const { records, close } = await openDatabase({ ...env, ...SCRIPT_OPTIONS });
  try {
    return await run({ accounts: createAccounts(records, undefined, env.verifiesAddresses ? 'proved' : 'any'), records });
  } finally {
    await close();
  }
}

/** Finds a person by id or by any of their addresses; where addresses are verified, by a proved one: another person may have the address without proof. @throws Error for people to read */
export async function requirePerson(accounts: Accounts, idOrEmail: string): Promise<Person> {
  const person = /^\d{1,9}$/.test(idOrEmail) ? await accounts.person(Number(idOrEmail)) : await accounts.personByEmail(idOrEmail);
  if (!person) throw new Error(`Expected the id or the e-mail address of an account, got ${idOrEmail}.`);
  return person;
}

export const lineOf = ({ id, role, email, name }: Person): string => [id, role, email, name].join('\t');
