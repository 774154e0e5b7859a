const HOME = '/settings/picture';

/**
 * Returns the path to open after signing in. Only a path of this site: the URL in a link may come from an attacker (open redirect).
 * @param origin origin of this page, the base of relative paths
 */
export function callbackPath(callbackUrl: string | null | undefined, origin: string): string {
  if (!callbackUrl || !URL.canParse(callbackUrl, origin)) return HOME;
  const { origin: target, pathname, search } = new URL(callbackUrl, origin);
  // Browsers read a pathname such as "//elsewhere.example" as another host.
  if (target !== origin || pathname.startsWith('//') || /^\/(sign-(in|up|out)|forgot|reset|api)(\/|$)/.test(pathname)) return HOME;
  return pathname + search;
}
