import type { AvatarState } from '@/lib/avatars/ports';
import type { Services } from '@/lib/http/endpoint';
import { gravatarAddress } from '@/lib/http/picture-urls';

/** The only organization there is; part of each address of a picture. */
export const REALM_ID = 1;

/** Whose picture is asked for by a number that nobody has: a file in `public`. */
export const UNKNOWN_PERSON_URL = '/static/images/unknown-user-avatar.png';

/** Where the original leads. */
const GRAVATAR = 'https://secure.gravatar.com';

/** `medium` is 500 pixels, the other 100. */
export type Which = 'standard' | 'medium';

/** Where a person's picture is now. It changes with the picture, so it can be kept for ever. */
export function avatarUrl(state: AvatarState, services: Services, which: Which = 'standard'): string {
  const { source, person, version, avatar, generatedKey } = state;
  if (source === 'gravatar') return gravatarUrl(person.email, version, which, services);
  return pictureUrl(avatar?.key ?? generatedKey, which);
}

export function pictureUrl(key: string, which: Which): string {
  return `/user_avatars/${REALM_ID}/${key}${which === 'medium' ? '-medium' : ''}.png`;
}

export function gravatarUrl(email: string, version: number, which: Which, { gravatarUrl: base = GRAVATAR }: Services): string {
  return `${gravatarAddress(base, email)}?d=identicon${which === 'medium' ? '&s=500' : ''}&version=${version}`;
}
