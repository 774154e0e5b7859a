import { signIn } from 'next-auth/react';
import { callbackPath } from './callback-path';

/** Signs in and goes on. False when e-mail and password do not fit; throws when the server cannot be reached. */
export async function signInHere(email: string, password: string, callbackUrl?: string): Promise<boolean> {
  const result = await signIn('credentials', { redirect: false, email, password });
  if (!result?.ok || result.error) return false;
  // A full load: everything that the server rendered for a stranger is gone.
  window.location.assign(callbackPath(callbackUrl, window.location.origin));
  return true;
}
