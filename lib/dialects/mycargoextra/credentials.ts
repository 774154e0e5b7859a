import type { Credentials } from '@/lib/avatars/accounts';
import { authorizationCredentials, cookie, isSameOrigin } from '../credentials';
import type { Services } from '../endpoint';

/** The cookie that holds the token, by either of two names. The first is the one that `GET /api/v1/user/check` sets. */
export const TOKEN_COOKIES = ['userToken', 'customerToken'] as const;

/** `Authorization: Bearer <token>`, or the token in one of two cookies, with which a write must come from our own pages. */
export function credentials(request: Request, { baseUrl }: Services): Credentials {
  const authorization = authorizationCredentials(request);
  if (authorization?.kind === 'bearer') return authorization;
  if (authorization) return { kind: 'malformed', message: 'Expected Authorization: Bearer.' };
  const token = TOKEN_COOKIES.map((name) => cookie(request, name)).find((value) => value !== undefined);
  if (token === undefined) return { kind: 'none' };
  return { kind: 'token-cookie', token, sameOrigin: isSameOrigin(request, baseUrl) };
}
