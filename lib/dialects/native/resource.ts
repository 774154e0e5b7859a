import type { Person } from '@/lib/accounts/ports';
import type { Invite } from '@/lib/accounts/registration/ports';
import type { AvatarState } from '@/lib/avatars/ports';
import { mediaUrl, renditionSide } from '@/lib/http/picture-urls';
import { LADDER, type Size } from '@/lib/imaging/sizes';
import type { PersonResource } from './account/account-schemas';
import type { InviteResource } from './registration/registration-schemas';
import type { AvatarResource } from './schemas';

/** The size of `url`. */
const MAIN_SIZE = 512;

const SIZES: readonly Size[] = [...LADDER, 'full'];

export function personResource({ id, email, name, publicName, language, timeZone, role, createdAt }: Person): PersonResource {
  return { id, email, name, publicName, language, timeZone, role, createdAt: createdAt.toISOString() };
}

export function inviteResource({ createdAt, expiresAt, ...invite }: Invite): InviteResource {
  return { ...invite, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

/** @param owner whether the client is the owner: others see neither the name of the file nor the crop. */
export function avatarResource(state: AvatarState, baseUrl: string, owner: boolean): AvatarResource {
  const { avatar } = state;
  const key = avatar?.key ?? state.generatedKey;
  const url = mediaUrl(baseUrl, { key, size: MAIN_SIZE, format: 'webp' });
  const animated = avatar?.animation === 'kept';
  return {
    id: avatar?.id ?? null,
    key,
    source: state.source,
    name: (owner && avatar?.fileName) || null,
    alt: avatar?.alt ?? '',
    crop: (owner && avatar?.crop) || null,
    width: (owner && avatar?.width) || null,
    height: (owner && avatar?.height) || null,
    animated,
    animation: avatar?.animation ?? 'none',
    animationDropped: (owner && avatar?.animationDropped) || null,
    stillFrame: (owner ? avatar?.stillFrame : null) ?? null,
    background: (owner && avatar?.background) || null,
    thumbhash: avatar?.thumbhash ?? null,
    color: avatar?.color ?? null,
    createdAt: avatar?.createdAt.toISOString() ?? null,
    url,
    stillUrl: animated ? mediaUrl(baseUrl, { key, size: MAIN_SIZE, format: 'webp', still: true }) : url,
    versions: Object.fromEntries(
      SIZES.map((size) => {
        const side = renditionSide(avatar, size, true);
        return [size, { url: mediaUrl(baseUrl, { key, size, format: 'webp' }), width: side, height: side }];
      }),
    ),
  };
}

/** The entity tag of a state. */
export function stateTag({ person, version }: AvatarState): string {
  return `"a${person.id}v${version}"`;
}
