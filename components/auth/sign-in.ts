import { signIn } from 'next-auth/react';
import { callbackPath } from './callback-path';

/** Signs in and goes on, or says why not. Throws when the server cannot be reached. */
export async function signInHere(email: string, password: string, callbackUrl?: string): Promise<'signed-in' | 'wrong' | 'too-often'> {
  const result = await signIn('credentials', { redirect: false, email, password });
  if (result?.error === 'rate_limited') return 'too-often';
  if (!result?.ok || result.error) return 'wrong';
  // A full load: everything that the server rendered for a stranger is gone.
  window.location.assign(callbackPath(callbackUrl, window.location.origin));
  return 'signed-in';
}
