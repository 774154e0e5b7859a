export const PUBLIC_SERVICE = 'https://www.gravatar.com';

/** The host name to show to people. */
export function gravatarHost(baseUrl: string | undefined): string {
  return new URL(baseUrl ?? PUBLIC_SERVICE).host.replace(/^www\./, '');
}
