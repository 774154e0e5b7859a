import type { Avatar, AvatarState } from '@/lib/avatars/ports';
import { mediaUrl, renditionSide } from '@/lib/http/picture-urls';
import type { Removed } from '@/lib/imaging/metadata/kinds';
import { LADDER, type Size } from '@/lib/imaging/sizes';
import type { Crop } from '@/lib/imaging/types';

/** A person's picture as the native API shows it. Addresses are absolute; sizes are in pixels. */
export interface AvatarResource {
  /** null for the generated picture, as are the other fields that only an upload has. */
  id: number | null;
  key: string;
  source: AvatarState['source'];
  /** Name of the uploaded file; null to everyone but its owner. */
  name: string | null;
  alt: string;
  crop: Crop | null;
  /** Size of the original as displayed. */
  width: number | null;
  height: number | null;
  /** Whether `url` and `versions` move; `stillUrl` never does. */
  animated: boolean;
  /** `dropped`: what was uploaded moves, and the picture does not, for the reason beside it. */
  animation: Avatar['animation'];
  animationDropped: Avatar['animationDropped'];
  /** What is behind transparent pixels in JPEG, `#rrggbb`. */
  background: string | null;
  thumbhash: string | null;
  color: string | null;
  createdAt: string | null;
  /** In the reply to an upload alone: what was in the file beside its pixels, and is in nothing that is served. */
  removed?: Removed[];
  url: string;
  stillUrl: string;
  versions: Record<string, { url: string; width: number; height: number }>;
}

/** Which size `url` names. */
const MAIN_SIZE = 512;

const SIZES: readonly Size[] = [...LADDER, 'full'];

/** @param owner whether the one who asks is the person: others see neither the file's name nor what was cut off. */
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

/** A version in the history: enough to show it and to go back to it. */
export interface VersionResource {
  id: number;
  name: string;
  alt: string;
  createdAt: string;
  current: boolean;
}

export function versionResource(avatar: Avatar, currentId: number | undefined): VersionResource {
  const { id, fileName: name, alt, createdAt } = avatar;
  return { id, name, alt, createdAt: createdAt.toISOString(), current: id === currentId };
}

/** Names one state of one person's picture. */
export function stateTag({ person, version }: AvatarState): string {
  return `"a${person.id}v${version}"`;
}
