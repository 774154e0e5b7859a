import type { Allowance, Authenticator, Credentials, Person, Principal, RateLimits } from '@/lib/accounts/ports';
import type { DiskSpace } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { foreignOrigin } from './credentials';
import type { Access, Endpoint, Services } from './endpoint';

/** RFC 9110 section 9.2.1. They change nothing, so a link from another site may cause them. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** How one request is let in. */
export interface Admission {
  /** @returns who sends it; null when nobody in particular does */
  admit<A extends Access, C, R>(endpoint: Endpoint<A, C, R>): Promise<Principal | null>;
  /** Signs in with a password, within the bounds on attempts. @throws AvatarError rate_limited */
  signIn(email: string, password: string): Promise<Person | null>;
  /** What is left of the bound that this request counts for, whether or not it is let in; undefined when it is not counted. */
  allowance(): Allowance | undefined;
}

/**
 * Who sends this, and may they go on? People are counted by person, everyone else by address, so that nobody behind a shared address
 * pays for a stranger's guesses. A request counts once against its client address.
 */
export function admission(
  request: Request,
  {
    services,
    authenticator,
    rateLimits,
    diskSpace,
  }: {
    services: Services;
    authenticator: Authenticator;
    rateLimits: RateLimits;
    diskSpace?: Pick<DiskSpace, 'requireRoom' | 'requireRoomToRemove'>;
  },
): Admission {
  const address = addressOf(request);
  let ofAddress: Promise<Allowance> | undefined;
  let allowance: Allowance | undefined;

  async function countAddress(): Promise<void> {
    ofAddress ??= rateLimits.address(address);
    allowance = await ofAddress;
  }

  async function signIn(email: string, password: string): Promise<Person | null> {
    // Before the password is looked at, which takes the time of a hash.
    await countAddress();
    return rateLimits.signIn(email, address, () => services.accounts.signIn(email, password));
  }

  async function authenticate<A extends Access, C, R>(credentials: Credentials, endpoint: Endpoint<A, C, R>): Promise<Principal | null> {
    const { allowPassword: allowed = false } = endpoint;
    const allowPassword = typeof allowed === 'function' ? allowed(request) : allowed;
    const principal = await authenticator.authenticate(credentials, allowPassword ? signIn : null);
    if (principal && ofAddress) {
      // It was no guess.
      [ofAddress, allowance] = [undefined, undefined];
      await rateLimits.refund(address);
    }
    return principal;
  }

  /** Counts wrong credentials, and returns when they are to be taken for none. @throws AvatarError when they are not */
  async function refuse<A extends Access, C, R>(error: unknown, endpoint: Endpoint<A, C, R>): Promise<void> {
    if (!isAvatarError(error) || !(error.code === 'invalid_credentials' || error.code === 'rate_limited')) throw error;
    const { access, limited, ignoresCredentials } = endpoint;
    const ignored = ignoresCredentials?.(error, request) ?? false;
    // Pictures are public: the response is the same whether the credentials are right or wrong.
    if (ignored && limited === false) return;
    try {
      // Before the answer says that they are wrong: who tries many has to wait.
      await countAddress();
    } catch (refusal) {
      // What everyone may see, they see as well, and learn nothing about what they sent.
      if (!(ignored && access === 'anyone')) throw refusal;
    }
    if (!ignored) throw error;
  }

  /** People can remove pictures and revoke keys and sessions while the disk is too full for anything else. */
  async function requireRoom(): Promise<void> {
    if (request.method === 'DELETE') await diskSpace?.requireRoomToRemove();
    else await diskSpace?.requireRoom();
  }

  return {
    async admit(endpoint) {
      const safe = SAFE_METHODS.includes(request.method);
      let credentials: Credentials = { kind: 'none' };
      let principal: Principal | null = null;
      try {
        credentials = endpoint.credentials(request, services);
        principal = await authenticate(credentials, endpoint);
      } catch (error) {
        await refuse(error, endpoint);
      }
      const limited = endpoint.limited ?? (!safe || principal?.via === 'password');
      if (limited && principal) allowance = await rateLimits.user(principal.userId);
      else if (limited) await countAddress();
      if (endpoint.access === 'person' && !principal) throw new AvatarError('not_authenticated', 'Sign in, or send an API key.');
      if ('sameOrigin' in credentials && principal && !credentials.sameOrigin && !safe) {
        const why = 'Cross-site request refused: the session cookie works on this site only. From a script, send an API key.';
        throw new AvatarError('cross_origin', `${why} ${foreignOrigin(request, services.baseUrl)}`);
      }
      // Before the body is read: the request fails whatever it contains.
      if (endpoint.writes ?? !safe) await requireRoom();
      return principal;
    },
    signIn,
    allowance: () => allowance,
  };
}

/** Set by `server.mjs`, which knows the connection and which proxies to believe, over whatever a client sent under this name. */
export const ADDRESS_HEADER = 'x-client-address';

export function addressOf(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? 'unknown';
}
