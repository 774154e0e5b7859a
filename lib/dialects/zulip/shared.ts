import type { Allowance, Credentials, Principal } from '@/lib/accounts/ports';
import type { Context } from '@/lib/http/endpoint';
import { basicCredentials } from './credentials';
import { zulipErrors } from './errors';

/** What is known of a call that somebody has to be signed in for. */
export type SignedIn = Context<Principal>;

/** What every counted answer says about the bound. */
export function rateLimitHeaders(_request: Request, allowance: Allowance | undefined): Record<string, string> {
  if (!allowance) return {};
  return {
    'X-RateLimit-Limit': String(allowance.limit),
    'X-RateLimit-Remaining': String(allowance.remaining),
    'X-RateLimit-Reset': String(allowance.resetAt),
  };
}

/** A call of the API: Basic with a key, and counted whether or not it changes something. */
export const apiCall = {
  access: 'person' as const,
  credentials: basicCredentials,
  limited: true,
  errors: zulipErrors,
  headers: rateLimitHeaders,
};

/** An address at which nobody has to say who they are; what is sent in `Authorization` is not even read. */
export const toAnyone = {
  access: 'anyone' as const,
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  errors: zulipErrors,
};

/** The same for calls that are counted, by address. */
export const countedForAnyone = { ...toAnyone, limited: true, headers: rateLimitHeaders };
