import { signIn } from 'next-auth/react';
import { callbackPath } from './callback-path';
import { announceSession } from './session';

export type SignInOutcome = 'signed-in' | 'wrong' | 'too-often' | 'unknown-address' | 'unavailable' | 'disk-full' | 'disabled';

/** The server is not configured for the host in the address bar. Only its operator can change that. */
export function unknownAddress(origin: string): string {
  return `This server does not know the address ${origin}. If it is yours, start it with BASE_URL=${origin}`;
}

/**
 * Signs in and opens the next page, or returns the reason of the failure. Rejects if the server cannot be reached.
 * @param goOn in place of opening a page
 */
export async function signInHere(email: string, password: string, callbackUrl?: string, goOn?: () => void): Promise<SignInOutcome> {
  const result = await signIn('credentials', { redirect: false, email, password });
  if (result?.error === 'rate_limited') return 'too-often';
  if (result?.error === 'account_disabled') return 'disabled';
  if (result?.error === 'storage_full') return 'disk-full';
  if (result?.error === 'cross_origin') return 'unknown-address';
  if (result?.error === 'database_unavailable' || result?.error === 'internal') return 'unavailable';
  if (!result?.ok || result.error) return 'wrong';
  announceSession();
  // A full page load drops everything that the server rendered for an anonymous visitor.
  if (goOn) goOn();
  else window.location.assign(callbackPath(callbackUrl, window.location.origin));
  return 'signed-in';
}
