import { callbackPath } from './callback-path';
import { sendToNextAuth } from './next-auth';
import { announceSession } from './session';

export type SignInOutcome = 'signed-in' | 'wrong' | 'too-often' | 'unknown-address' | 'unavailable' | 'disk-full' | 'disabled';

const OUTCOMES: Partial<Record<string, SignInOutcome>> = {
  rate_limited: 'too-often',
  account_disabled: 'disabled',
  storage_full: 'disk-full',
  cross_origin: 'unknown-address',
  database_unavailable: 'unavailable',
  internal: 'unavailable',
};

/** The server is not configured for the host in the address bar. Only its operator can change that. */
export function unknownAddress(origin: string): string {
  return `This server does not know the address ${origin}. If it is yours, start it with BASE_URL=${origin}`;
}

/**
 * Signs in and opens the next page, or returns the reason of the failure. Rejects if the server cannot be reached.
 * @param goOn in place of opening a page
 */
export async function signInHere(email: string, password: string, callbackUrl?: string, goOn?: () => void): Promise<SignInOutcome> {
  const answer = await sendToNextAuth('callback/credentials', { email, password });
  // An answer without an address is no sign-in either.
  const refusal = answer === null ? 'internal' : answer.searchParams.get('error');
  if (refusal !== null) return OUTCOMES[refusal] ?? 'wrong';
  announceSession();
  // A full page load drops everything that the server rendered for an anonymous visitor.
  if (goOn) goOn();
  else window.location.assign(callbackPath(callbackUrl, window.location.origin));
  return 'signed-in';
}

const PROBLEMS = {
  wrong: 'Wrong e-mail address or password.',
  'too-often': 'Too many sign-in attempts. Try again in a few minutes.',
  disabled: 'This account is disabled. Ask an administrator to enable it.',
  'disk-full': 'The disk of this server is full. Ask the administrator to free some space, then try again.',
  unavailable: 'The server cannot reach its database at present. Try again in a moment.',
};

/** Says why a person is not signed in. */
export function explainOutcome(outcome: Exclude<SignInOutcome, 'signed-in'>): string {
  return outcome === 'unknown-address' ? unknownAddress(window.location.origin) : PROBLEMS[outcome];
}
