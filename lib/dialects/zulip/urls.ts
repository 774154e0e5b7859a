import type { AvatarState } from '@/lib/avatars/ports';
import type { Services } from '@/lib/http/endpoint';
import { gravatarAddress } from '@/lib/http/picture-urls';

/** The id of the only organization. Every picture URL contains it. */
export const REALM_ID = 1;

/** The picture for an unknown user id: a file in `public`. */
export const UNKNOWN_PERSON_URL = '/static/images/unknown-user-avatar.png';

/** The Gravatar host that Zulip redirects to. */
const GRAVATAR = 'https://secure.gravatar.com';

/** Side of the picture: `standard` is 100 pixels, `medium` 500. */
export type Which = 'standard' | 'medium';

/** The URL of a person's current picture. It changes with the picture, so caches may keep the response without revalidation. */
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
