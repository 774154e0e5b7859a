import { request } from '../api/request';

/** Key in localStorage: when this browser received its session cookie last, in milliseconds since 1970. */
const RENEWED_KEY = 'likeness-session-renewed';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Fetches a new session cookie once a day: browsers delete it 30 days after they received it. */
export async function renewSession(): Promise<void> {
  try {
    const renewed = localStorage.getItem(RENEWED_KEY);
    if (renewed !== null && Date.now() - Number(renewed) < DAY_MS) return;
    // On the first page after signing in the cookie is new.
    const isRenewed = renewed === null || (await request('/api/auth/session')).ok;
    if (isRenewed) localStorage.setItem(RENEWED_KEY, String(Date.now()));
  } catch {
    // Storage is blocked: the cookie lasts as long as it was made for.
  }
}
