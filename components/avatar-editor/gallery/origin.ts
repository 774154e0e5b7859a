import type { KeptAvatar } from '../../api/resource';

const ORIGINS: Record<NonNullable<KeptAvatar['via']>, string> = {
  browser: 'Uploaded here',
  camera: 'Taken with the camera',
  web: 'From the web',
  drawing: 'A drawing',
  gravatar: 'From Gravatar',
  directory: 'From your sign-in provider',
  mycargoextra: 'Uploaded with MyCargoExtra',
  cloudreve: 'Uploaded with Cloudreve',
  ulule: 'Uploaded with Ulule',
  zulip: 'Uploaded with Zulip',
  api: 'Uploaded with an API key',
  administrator: 'Set by an administrator',
  organization: 'Set by your organization',
  import: 'Imported by your organization',
};

/** Where a kept picture came from. Unknown for pictures of earlier releases. */
export function originOf({ via }: Pick<KeptAvatar, 'via'>): string {
  return via === null ? 'Uploaded' : ORIGINS[via];
}
