import { COOKIE_REUSE_WINDOW_MS } from '../limits';
import type { SessionCookie } from './ports';

/** The number of a cookie by its claims. Cookies of earlier versions have none, like the first of a session. */
export function cookieSerial({ serial }: Record<string, unknown>): number {
  return typeof serial === 'number' ? serial : 0;
}

/**
 * Whether a cookie was sent after the browser had used the one that replaced it: one of the two is a copy. The cookie before the latest is
 * accepted until then, since the response with the latest may have been lost. A number above the latest was issued before the database was
 * restored from a backup.
 */
export function isReplayed({ serial: latest, usedAt }: SessionCookie, serial: number): boolean {
  if (serial >= latest) return false;
  const isReplaced = usedAt !== null && Date.now() - usedAt.getTime() > COOKIE_REUSE_WINDOW_MS;
  return serial < latest - 1 || isReplaced;
}
