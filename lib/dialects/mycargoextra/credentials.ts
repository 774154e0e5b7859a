import type { Credentials } from '@/lib/accounts/ports';
import { authorizationCredentials, cookie, isSameOrigin } from '@/lib/http/credentials';
import type { Services } from '@/lib/http/endpoint';

/** The cookie that holds the token, by either of two names. */
const TOKEN_COOKIES = ['userToken', 'customerToken'] as const;

/** `Authorization: Bearer <token>`, or the token in one of two cookies, with which a write must come from our own pages. */
export function credentials(request: Request, { baseUrl }: Services): Credentials {
  const authorization = authorizationCredentials(request);
  if (authorization?.kind === 'bearer') return authorization;
  if (authorization) return { kind: 'malformed', message: 'Expected Authorization: Bearer.' };
  const token = cookie(request, tokenCookie(request));
  if (!token) return { kind: 'none' };
  return { kind: 'token-cookie', token, sameOrigin: isSameOrigin(request, baseUrl) };
}

/**
 * The cookie that the token is in, or belongs in when it came otherwise. A token is never kept under the other name: who signs in anew
 * there would go on as whoever it belonged to.
 */
export function tokenCookie(request: Request): (typeof TOKEN_COOKIES)[number] {
  // Pages sign out by emptying it.
  return TOKEN_COOKIES.find((name) => cookie(request, name)) ?? TOKEN_COOKIES[0];
}
