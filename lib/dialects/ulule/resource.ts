import { publicNameOf } from '@/lib/accounts/profile/public-name';
import type { AvatarState } from '@/lib/avatars/ports';
import { type ExactFormat, exactUrl, mediaUrl } from '@/lib/http/picture-urls';
import type { Size } from '@/lib/imaging/sizes';

/** The sides of the documented squares in pixels. `full` is in addition to them. */
const SIDES = [20, 30, 40, 55, 75, 90, 128, 180, 230, 290] as const satisfies readonly Exclude<Size, 'full'>[];

/** From this version on, an avatar has no URLs at its top level. */
const WITHOUT_LEGACY_KEYS = '2017-12-12';
/** From this version on, users are public. Before, they required credentials. */
const USERS_OPEN_TO_ALL = '2018-11-26';
/** From this version on, wrong credentials are refused on public paths. Before, they counted as no credentials. */
const STRICT_CREDENTIALS = '2020-10-07';

/** The version in `Ulule-Version`, or the oldest if that is missing or not a date. Dates compare as text. */
function versionOf(request: Request): string {
  const header = request.headers.get('ulule-version')?.trim() ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(header) ? header : '0000-00-00';
}

export function hasLegacyKeys(request: Request): boolean {
  return versionOf(request) < WITHOUT_LEGACY_KEYS;
}

export function showsUsersToAll(request: Request): boolean {
  return versionOf(request) >= USERS_OPEN_TO_ALL;
}

export function forgivesCredentials(request: Request): boolean {
  return versionOf(request) < STRICT_CREDENTIALS;
}

interface ImageVersion {
  /** null for the picture at its own size. */
  height: number | null;
  url: string;
  width: number | null;
}

/** URLs at the top level, by side and as `full`. */
type LegacyUrls = Partial<Record<(typeof SIDES)[number] | 'full', string>>;

export interface UluleAvatar extends LegacyUrls {
  id: number;
  name: string;
  value: string;
  versions: Record<string, ImageVersion>;
}

export interface View {
  baseUrl: string;
  /** Whether the URLs are also at the top level, as `20` … `290` and `full`. */
  legacy: boolean;
}

/**
 * The current picture of a person, or the generated avatar.
 *
 * Its id is that of the person: a person has at most one avatar, whose id must not change when its picture is replaced, while each of our
 * versions has an id of its own.
 */
export function avatarResource({ person, avatar, generatedKey }: AvatarState, { baseUrl, legacy }: View): UluleAvatar {
  const key = avatar?.key ?? generatedKey;
  // JPEG keeps photos small. Other formats may have transparency.
  const format: ExactFormat = avatar?.format === 'jpeg' ? 'jpg' : 'png';
  const square = (side: (typeof SIDES)[number]) => exactUrl(baseUrl, avatar, { key, side, format });
  const exactSizes = SIDES.map((side): [string, ImageVersion] => [`${side}x${side}`, { height: side, url: square(side), width: side }]);
  // Ulule serves the uploaded file here. The part outside a chosen crop is not public.
  const full = mediaUrl(baseUrl, { key, size: avatar && !avatar.framed ? 'whole' : 'full', format });
  const legacyUrls: LegacyUrls = legacy ? { ...Object.fromEntries(SIDES.map((side) => [side, square(side)])), full } : {};
  return {
    id: person.id,
    name: avatar ? avatar.fileName : `full.${format}`,
    value: new URL(full).pathname,
    versions: { ...Object.fromEntries(exactSizes), full: { height: null, url: full, width: null } },
    ...legacyUrls,
  };
}

export function userResource(state: AvatarState, view: View) {
  const { person } = state;
  return { id: person.id, name: publicNameOf(person), avatar: avatarResource(state, view), has_avatar: state.avatar !== null };
}
