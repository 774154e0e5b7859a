import type { Credentials } from '@/lib/accounts/ports';
import { authorizationCredentials, cookie, isSameOrigin } from '@/lib/http/credentials';
import type { Services } from '@/lib/http/endpoint';

/** The names of the cookie that holds the token. */
const TOKEN_COOKIES = ['userToken', 'customerToken'] as const;

/** `Authorization: Bearer <token>`, or the token in one of two cookies. Writes with a cookie must be same-origin. */
export function credentials(request: Request, { baseUrl }: Services): Credentials {
  const authorization = authorizationCredentials(request);
  if (authorization?.kind === 'bearer') return authorization;
  if (authorization) return { kind: 'malformed', message: 'Expected Authorization: Bearer.' };
  const token = cookie(request, tokenCookie(request));
  if (!token) return { kind: 'none' };
  return { kind: 'token-cookie', token, sameOrigin: isSameOrigin(request, baseUrl) };
}

/**
 * The name of the cookie that holds the token, or that will hold a token from another source. The token must not be copied to the other
 * cookie: after a sign-in as another person that sets only one of them, the other would still authenticate the first person.
 */
export function tokenCookie(request: Request): (typeof TOKEN_COOKIES)[number] {
  // Pages sign out by setting an empty cookie.
  return TOKEN_COOKIES.find((name) => cookie(request, name)) ?? TOKEN_COOKIES[0];
}
