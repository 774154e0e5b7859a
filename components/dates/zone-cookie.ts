/** Cookie with the time zone of the browser, so that the server renders dates as the browser does. */
export const ZONE_COOKIE = 'likeness-time-zone';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** @param zone an IANA name: its letters need no encoding */
export function zoneCookie(zone: string, isSecure: boolean): string {
  return `${ZONE_COOKIE}=${zone}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
