import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import { idFrom } from '@/lib/http/body/fields';
import type { Services } from '@/lib/http/endpoint';

/**
 * Resolves a path segment to a user id. It is a number, an e-mail address, or the placeholder address that other people see.
 *
 * @throws AvatarError not_found
 */
export async function findPerson(who: string, { accounts, baseUrl }: Services): Promise<number> {
  if (/^\d+$/.test(who)) return idFrom({ id: who });
  const [, id] = /^user([1-9]\d*)@(.+)$/.exec(who) ?? [];
  if (id !== undefined && who.endsWith(`@${new URL(baseUrl).hostname}`)) return idFrom({ id });
  const person = who.length <= MAX_EMAIL_LENGTH ? await accounts.personByEmail(who) : null;
  if (!person) throw new AvatarError('not_found', 'User not found.');
  return person.id;
}
