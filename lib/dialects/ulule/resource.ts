import type { AvatarState } from '@/lib/avatars/ports';
import { type ExactFormat, exactUrl, mediaUrl } from '@/lib/http/picture-urls';
import type { Size } from '@/lib/imaging/sizes';

/** The squares of the published page, in pixels; `full` comes beside them. */
const SIDES = [20, 30, 40, 55, 75, 90, 128, 180, 230, 290] as const satisfies readonly Exclude<Size, 'full'>[];

/** From this version on, an avatar no longer has the addresses at its top level. */
const WITHOUT_LEGACY_KEYS = '2017-12-12';
/** From this version on, a user is shown to everyone; before, to those who are signed in. */
const USERS_OPEN_TO_ALL = '2018-11-26';
/** From this version on, wrong credentials are refused where none are needed; before, they counted as none. */
const STRICT_CREDENTIALS = '2020-10-07';

/** A version of the API as `Ulule-Version` names it; the oldest when there is none, or it is no date. Dates compare as text. */
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
  /** null for the picture in its own size. */
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
  /** Whether the addresses are also at the top level, as `20` … `290` and `full`. */
  legacy: boolean;
}

/**
 * The picture that a person shows, the generated one when they have no upload.
 *
 * Its id is the person's: a person has one avatar at most, and its id has to stay the same when the picture in it is replaced, while
 * every version of ours has an id of its own.
 */
export function avatarResource({ person, avatar, generatedKey }: AvatarState, { baseUrl, legacy }: View): UluleAvatar {
  const key = avatar?.key ?? generatedKey;
  // Photos stay small; anything else may have transparency.
  const format: ExactFormat = avatar?.format === 'jpeg' ? 'jpg' : 'png';
  const square = (side: (typeof SIDES)[number]) => exactUrl(baseUrl, avatar, { key, side, format });
  const exactSizes = SIDES.map((side): [string, ImageVersion] => [`${side}x${side}`, { height: side, url: square(side), width: side }]);
  // The original has the file itself here. What somebody cropped away is not public; what nobody framed has nothing to hide.
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
  const { id, name } = state.person;
  return { id, name, avatar: avatarResource(state, view), has_avatar: state.avatar !== null };
}
