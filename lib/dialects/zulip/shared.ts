import type { Credentials, Principal } from '@/lib/accounts/ports';
import type { Allowance } from '@/lib/accounts/rate-limit-ports';
import type { Context } from '@/lib/http/endpoint';
import { basicCredentials } from './credentials';
import { zulipErrors } from './errors';

/** The context of an authenticated request. */
export type SignedIn = Context<Principal>;

/** The `X-RateLimit` headers of every rate-limited response. */
function rateLimitHeaders(_request: Request, allowance: Allowance | undefined): Record<string, string> {
  if (!allowance) return {};
  return {
    'X-RateLimit-Limit': String(allowance.limit),
    'X-RateLimit-Remaining': String(allowance.remaining),
    'X-RateLimit-Reset': String(allowance.resetAt),
  };
}

/** A call of the API: HTTP Basic with an API key. Reads are rate-limited as well. */
export const apiCall = {
  access: 'person' as const,
  credentials: basicCredentials,
  limited: true,
  errors: zulipErrors,
  headers: rateLimitHeaders,
};

/** A public path. `Authorization` is ignored. */
export const toAnyone = {
  access: 'anyone' as const,
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  errors: zulipErrors,
};

/** A public path with a rate limit for each client address. */
export const countedForAnyone = { ...toAnyone, limited: true, headers: rateLimitHeaders };
