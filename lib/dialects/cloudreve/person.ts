import type { Person, Principal } from '@/lib/accounts/ports';
import { publicNameOf } from '@/lib/accounts/profile/public-name';
import type { AvatarState } from '@/lib/avatars/ports';
import { groupHashid, userHashid } from './ids';

/**
 * The public profile of a person. Only signed-in viewers see the group, since it reveals the administrator. Cloudreve also omits the field
 * when it has no group to send.
 */
export function publicUser({ person, source }: AvatarState, viewer: Principal | null) {
  return {
    id: userHashid(person.id),
    nickname: publicNameOf(person),
    ...avatarField(source),
    created_at: person.createdAt.toISOString(),
    ...(viewer && { group: group(person) }),
  };
}

/** The profile that a person sees of themselves. */
export function ownUser({ person, source }: AvatarState) {
  return {
    id: userHashid(person.id),
    email: person.email,
    nickname: publicNameOf(person),
    status: 'active',
    ...avatarField(source),
    created_at: person.createdAt.toISOString(),
    // No permission bit is set: each enables features of Cloudreve's web client whose calls are not implemented here.
    group: { ...group(person), permission: '' },
  };
}

/** The OpenID Connect claims of a person. The URL in `picture` always serves the current picture. */
export function claims({ person }: AvatarState, baseUrl: string) {
  const id = userHashid(person.id);
  return { sub: id, name: publicNameOf(person), picture: `${baseUrl}/api/v4/user/avatar/${id}`, email: person.email };
}

/** The `avatar` field. Like Cloudreve, omitted if the person has no picture. */
function avatarField(source: AvatarState['source']) {
  return source === 'none' ? {} : { avatar: source === 'upload' ? 'file' : 'gravatar' };
}

/** Maps a role to one of the default groups of Cloudreve. */
function group({ role }: Person) {
  return role === 'admin' ? { id: groupHashid(1), name: 'Admin' } : { id: groupHashid(2), name: 'User' };
}
