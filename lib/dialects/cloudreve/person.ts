import type { Person, Principal } from '@/lib/accounts/ports';
import type { AvatarState } from '@/lib/avatars/ports';
import { groupHashid, userHashid } from './ids';

/**
 * What others may know of a person. The group says who the administrator is, which is for people who have an account here; the original
 * leaves the field out where it has none to tell.
 */
export function publicUser({ person, source }: AvatarState, viewer: Principal | null) {
  return {
    id: userHashid(person.id),
    nickname: person.name,
    ...avatarField(source),
    created_at: person.createdAt.toISOString(),
    ...(viewer && { group: group(person) }),
  };
}

/** What a person gets to see of themselves. */
export function ownUser({ person, source }: AvatarState) {
  return {
    id: userHashid(person.id),
    email: person.email,
    nickname: person.name,
    status: 'active',
    ...avatarField(source),
    created_at: person.createdAt.toISOString(),
    // No bit is set: they switch on parts of the original's web client that need calls which we do not have.
    group: { ...group(person), permission: '' },
  };
}

/** What OpenID Connect calls them. `picture` is an address, and shows the picture of the day whenever it is asked. */
export function claims({ person }: AvatarState, baseUrl: string) {
  const id = userHashid(person.id);
  return { sub: id, name: person.name, picture: `${baseUrl}/api/v4/user/avatar/${id}`, email: person.email };
}

/** Left out when there is none, as the original does. */
function avatarField(source: AvatarState['source']) {
  return source === 'none' ? {} : { avatar: source === 'upload' ? 'file' : 'gravatar' };
}

/** Roles as the groups that every installation of the original starts with. */
function group({ role }: Person) {
  return role === 'admin' ? { id: groupHashid(1), name: 'Admin' } : { id: groupHashid(2), name: 'User' };
}
