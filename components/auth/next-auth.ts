/**
 * Sends a form to next-auth, with the token that it asks for against forged requests. Its own client is many times the size of this, with
 * parts that no page uses.
 *
 * @returns the address that it leads to, which names a refusal. Rejects if the server cannot be reached
 */
export async function sendToNextAuth(path: 'callback/credentials' | 'signout', fields: Record<string, string> = {}): Promise<URL | null> {
  const token = await fetch('/api/auth/csrf', { cache: 'no-store' });
  const { csrfToken }: { csrfToken?: string } = await token.json();
  const body = new URLSearchParams({ ...fields, csrfToken: csrfToken ?? '', callbackUrl: window.location.href, json: 'true' });
  const response = await fetch(`/api/auth/${path}`, { method: 'POST', body });
  const { url }: { url?: string } = await response.json();
  return url === undefined ? null : new URL(url, window.location.origin);
}
