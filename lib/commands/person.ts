import type { Accounts, Person } from '@/lib/accounts/ports';

/**
 * Finds a person by id or e-mail address. Where addresses are verified, only proved ones count: another person may have entered the address.
 * @throws Error for people to read
 */
export async function requirePerson(accounts: Pick<Accounts, 'person' | 'personByEmail'>, idOrEmail: string): Promise<Person> {
  const person = /^\d{1,9}$/.test(idOrEmail) ? await accounts.person(Number(idOrEmail)) : await accounts.personByEmail(idOrEmail);
  if (!person) throw new Error(`Expected the id or the e-mail address of an account, got ${idOrEmail}.`);
  return person;
}

export const lineOf = ({ id, role, email, name }: Person): string => [id, role, email, name].join('\t');
