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
