/** Pages that are of no use after a sign-in, and paths that are no pages. */
const OTHERS = /^\/(?:sign-(?:in|up|out)|forgot|reset|api)(?:\/|$)/;

/**
 * The path of a page of this site to show next. The address in a link may come from an attacker (open redirect).
 *
 * @param isPage whether a path is one of the pages that may follow; by default all that make sense after a sign-in
 * @returns `home` for anything else
 */
export function ownPage(
  url: string | null,
  { baseUrl, home, isPage = (path) => !OTHERS.test(path) }: { baseUrl: string; home: string; isPage?: (path: string) => boolean },
): string {
  const target = url !== null && URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null;
  // Browsers read a path such as "//elsewhere.example" as another host.
  const isOwn = target?.origin === new URL(baseUrl).origin && !target.pathname.startsWith('//') && isPage(target.pathname);
  return target && isOwn ? target.pathname + target.search : home;
}
