import type { KeptAvatar } from '../../api/resource';
import { useTexts } from '../../texts/texts';

const ORIGINS = {
  browser: 'browser',
  camera: 'camera',
  web: 'web',
  drawing: 'drawing',
  gravatar: 'gravatar',
  directory: 'directory',
  mycargoextra: 'mycargoextra',
  cloudreve: 'cloudreve',
  ulule: 'ulule',
  zulip: 'zulip',
  api: 'api',
  administrator: 'administrator',
  organization: 'organization',
  import: 'import',
} as const satisfies Record<NonNullable<KeptAvatar['via']>, string>;

/** Where a kept picture came from. Unknown for pictures of earlier releases. */
export function useOrigin({ via }: Pick<KeptAvatar, 'via'>): string {
  const t = useTexts('picture.origins');
  return t(via === null ? 'unknown' : ORIGINS[via]);
}
