const HOME = '/settings/picture';

/**
 * Where to go after signing in. Only a path of our own: an address that a stranger put into a link must not lead away from here.
 * @param origin of this page; the base that a path is read against
 */
export function callbackPath(callbackUrl: string | null | undefined, origin: string): string {
  if (!callbackUrl || !URL.canParse(callbackUrl, origin)) return HOME;
  const { origin: target, pathname, search } = new URL(callbackUrl, origin);
  // "//elsewhere.example" as a pathname would be read as another host when it is followed.
  if (target !== origin || pathname.startsWith('//') || /^\/(sign-(in|up|out)|api)(\/|$)/.test(pathname)) return HOME;
  return pathname + search;
}
