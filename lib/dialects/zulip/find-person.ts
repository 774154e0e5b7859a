import { canonicalEmail } from '@/lib/accounts/email';
import { MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { idFrom } from '@/lib/http/body/fields';
import type { Services } from '@/lib/http/endpoint';

/**
 * Resolves a path segment to a person. It is a number, an e-mail address, or the placeholder address that other people see. By an e-mail
 * address the picture is the one of that address.
 *
 * @throws AvatarError not_found
 */
export async function findPerson(who: string, { avatars, baseUrl }: Services): Promise<AvatarState> {
  if (/^\d+$/.test(who)) return avatars.stateOf(idFrom({ id: who }));
  const [, id] = /^user([1-9]\d*)@(.+)$/.exec(who) ?? [];
  if (id !== undefined && who.endsWith(`@${new URL(baseUrl).hostname}`)) return avatars.stateOf(idFrom({ id }));
  const state = who.length <= MAX_EMAIL_LENGTH ? await avatars.byEmail(canonicalEmail(who)) : null;
  if (!state) throw new AvatarError('not_found', 'User not found.');
  return state;
}
