import type { Allowance, Authenticator, Credentials, Principal, RateLimits } from '@/lib/avatars/accounts';
import { AvatarError, isAvatarError } from '@/lib/avatars/errors';
import type { Access, Endpoint, Services } from './endpoint';

/** Methods that change nothing, so that a link from another site may cause them. */
const SAFE_METHODS = ['GET', 'HEAD'];

export interface Admitted {
  principal: Principal | null;
  /** Undefined when this request is not counted. */
  counted: Allowance | undefined;
}

/**
 * Who sends this, and may they go on? People are counted by person, everyone else by address, so that nobody behind a shared address
 * pays for a stranger's guesses.
 */
export function admission(request: Request, { authenticator, rateLimits }: { authenticator: Authenticator; rateLimits: RateLimits }) {
  const address = addressOf(request);

  async function authenticate<A extends Access, C, R>(credentials: Credentials, endpoint: Endpoint<A, C, R>): Promise<Principal | null> {
    const { allowPassword: allowed = false } = endpoint;
    const allowPassword = typeof allowed === 'function' ? allowed(request) : allowed;
    if (allowPassword && credentials.kind === 'basic') await rateLimits.signIn(credentials.email, address);
    try {
      return await authenticator.authenticate(credentials, allowPassword);
    } catch (error) {
      // Before the answer says that they are wrong: who tries many has to wait.
      if (!isAvatarError(error) || error.code !== 'invalid_credentials') throw error;
      await rateLimits.address(address);
      if (endpoint.ignoresCredentials?.(error, request)) return null;
      throw error;
    }
  }

  return async function admit<A extends Access, C, R>(endpoint: Endpoint<A, C, R>, services: Services): Promise<Admitted> {
    const safe = SAFE_METHODS.includes(request.method);
    const credentials = endpoint.credentials(request, services);
    const principal = await authenticate(credentials, endpoint);
    const limited = endpoint.limited ?? !safe;
    const count = () => (principal ? rateLimits.user(principal.userId) : rateLimits.address(address));
    const counted = limited ? await count() : undefined;
    if (endpoint.access === 'person' && !principal) throw new AvatarError('not_authenticated', 'Sign in, or send an API key.');
    if ('sameOrigin' in credentials && principal && !credentials.sameOrigin && !safe) {
      throw new AvatarError('cross_origin', 'A signed-in browser may change things only from our own pages. Scripts send an API key.');
    }
    return { principal, counted };
  };
}

/** Set by `server.mjs`, which knows the connection and which proxies to believe, over whatever a client sent under this name. */
export const ADDRESS_HEADER = 'x-client-address';

export function addressOf(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? 'unknown';
}
