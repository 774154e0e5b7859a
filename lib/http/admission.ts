import { type Authenticator, type Credentials, type Principal, SCOPES, type SignedIn } from '@/lib/accounts/ports';
import type { Allowance, RateLimits } from '@/lib/accounts/rate-limit-ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { DiskSpace } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { foreignOrigin } from './credentials';
import type { Access, AdmissionRules, PrincipalFor, Services } from './endpoint';

/** RFC 9110 section 9.2.1. They change nothing, so that links from other sites may send them. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Admission of one request. */
export interface Admission {
  /** Authenticates the request and applies rate limits. @returns null for an anonymous request */
  admit<A extends Access>(rules: AdmissionRules<A>): Promise<PrincipalFor<A>>;
  /** Signs in with a password, within the rate limits. @throws AvatarError rate_limited */
  signIn(email: string, password: string): Promise<SignedIn | null>;
  /**
   * Verifies the credentials of the admitted request again, for a response that outlasts them. Passwords are not verified again.
   * @returns null if they are no longer valid. @throws AvatarError database_unavailable
   */
  authenticateAgain(): Promise<Principal | null>;
  /**
   * Checks that the credentials of the admitted request are still valid, for a response that goes on changing data. A password is not
   * verified again: it must not have changed.
   * @throws AvatarError invalid_credentials, database_unavailable
   */
  requireCurrent(): Promise<Principal | ServicePrincipal>;
  /**
   * Admits another change of the admitted request: credentials that have ended meanwhile, and passwords, are refused, and it
   * counts as a request of its own.
   * @throws AvatarError invalid_credentials, rate_limited, storage_full
   */
  admitAnother(): Promise<Principal | ServicePrincipal>;
  /** State of the rate limit that this request counts against, whether or not it is admitted; undefined if it counts against none. */
  allowance(): Allowance | undefined;
}

/**
 * Decides whether a request may go on. Signed-in people count against a limit of their own, everyone else against one of their address, so
 * that guesses from a shared address do not use up the limit of its signed-in people. A request counts once against its client address.
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
  let credentials: Credentials = { kind: 'none' };
  let admitted: Principal | ServicePrincipal | null = null;

  async function countAddress(): Promise<void> {
    ofAddress ??= rateLimits.address(address);
    allowance = await ofAddress;
  }

  async function signIn(email: string, password: string): Promise<SignedIn | null> {
    // Comes first, since verifying a password costs a hash.
    await countAddress();
    return rateLimits.signIn(email, address, (to) => services.accounts.signIn(to, password));
  }

  async function authenticate(credentials: Credentials, { allowPassword: allowed = false }: AdmissionRules): Promise<Principal | null> {
    const allowPassword = typeof allowed === 'function' ? allowed(request) : allowed;
    const principal = await authenticator.authenticate(credentials, allowPassword ? signIn : null);
    if (principal && ofAddress) {
      // The credentials are right: this request was not a guess.
      [ofAddress, allowance] = [undefined, undefined];
      await rateLimits.refund(address);
    }
    return principal;
  }

  /** @returns null where the endpoint takes no service keys, which are unknown credentials there */
  async function serviceKey(sent: Credentials, { access }: Pick<AdmissionRules, 'access'>): Promise<ServicePrincipal | null> {
    return access === 'operator' && sent.kind === 'bearer' ? services.serviceKeys.authenticate(sent.token) : null;
  }

  /** Counts wrong credentials. Returns if the endpoint ignores them. @throws AvatarError otherwise */
  async function refuse(error: unknown, rules: AdmissionRules): Promise<void> {
    if (!isAvatarError(error)) throw error;
    if (error.code !== 'invalid_credentials' && error.code !== 'rate_limited' && error.code !== 'account_disabled') throw error;
    const { access, limited, ignoresCredentials } = rules;
    const ignored = ignoresCredentials?.(error, request) ?? false;
    // Pictures are public: the response is the same whether the credentials are right or wrong.
    if (ignored && limited === false) return;
    try {
      // Comes before the response, so that repeated guesses have to wait.
      await countAddress();
    } catch (refusal) {
      // Public responses do not depend on the credentials, so that clients learn nothing about them.
      if (!(ignored && access === 'anyone')) throw refusal;
    }
    if (!ignored) throw error;
  }

  /** People can remove pictures and revoke keys and sessions while the disk is too full for anything else. */
  async function requireRoom(isRemoval = request.method === 'DELETE'): Promise<void> {
    if (isRemoval) await diskSpace?.requireRoomToRemove();
    else await diskSpace?.requireRoom();
  }

  async function authenticateAgain(): Promise<Principal | null> {
    try {
      return await authenticator.authenticate(credentials, null, true);
    } catch (error) {
      if (isAvatarError(error) && (error.code === 'invalid_credentials' || error.code === 'account_disabled')) return null;
      throw error;
    }
  }

  /** The person who has sent a password, unless it was changed or the account was disabled. */
  async function personOfPassword({ userId, passwordVersion }: Principal): Promise<Principal | null> {
    const person = (await services.accounts.signInMethods(userId))?.person;
    if (!person || person.disabledAt || person.passwordVersion !== passwordVersion) return null;
    return { userId, role: person.role, via: 'password', scopes: SCOPES, passwordVersion };
  }

  async function current(): Promise<Principal | ServicePrincipal> {
    const isService = admitted?.via === 'service-key';
    const principal = isService ? await serviceKey(credentials, { access: 'operator' }) : await authenticateAgain();
    if (principal) return principal;
    throw new AvatarError('invalid_credentials', 'These credentials are no longer valid.');
  }

  return {
    async admit(rules) {
      const safe = SAFE_METHODS.includes(request.method);
      let principal: Principal | ServicePrincipal | null = null;
      try {
        credentials = rules.credentials(request, services);
        // Most requests are reads of public pictures: they wait for nothing here.
        if (credentials.kind !== 'none') principal = (await serviceKey(credentials, rules)) ?? (await authenticate(credentials, rules));
      } catch (error) {
        await refuse(error, rules);
      }
      const limited = rules.limited ?? (!safe || principal?.via === 'password');
      if (principal?.via === 'service-key') {
        allowance = await rateLimits.serviceKey(principal.keyId);
        requireScope(principal, rules);
      } else if (limited && principal) allowance = await rateLimits.user(principal.userId);
      else if (limited) await countAddress();
      if (!isAllowed(rules.access, principal)) throw new AvatarError('not_authenticated', 'Sign in, or send an API key.');
      if ('sameOrigin' in credentials && principal && !credentials.sameOrigin && !safe) {
        const why = 'Cross-site request refused: the session cookie works on this site only. From a script, send an API key.';
        throw new AvatarError('cross_origin', `${why} ${foreignOrigin(request, services.baseUrl)}`);
      }
      // Precedes the body, since the request fails with every body.
      if (rules.writes ?? !safe) await requireRoom(rules.writes === 'removal' || undefined);
      admitted = principal;
      return principal;
    },
    signIn,
    authenticateAgain,
    async requireCurrent() {
      const person = admitted?.via === 'password' ? await personOfPassword(admitted) : null;
      return person ?? current();
    },
    async admitAnother() {
      const principal = await current();
      if (principal.via === 'service-key') await rateLimits.serviceKey(principal.keyId);
      else await rateLimits.user(principal.userId);
      await requireRoom();
      return principal;
    },
    allowance: () => allowance,
  };
}

/** Whether `access` admits this principal. */
function isAllowed<A extends Access>(access: A, principal: Principal | ServicePrincipal | null): principal is PrincipalFor<A> {
  return access === 'anyone' || principal !== null;
}

/** @throws AvatarError forbidden */
function requireScope({ scopes }: ServicePrincipal, { serviceScope }: AdmissionRules): void {
  if (serviceScope && scopes.includes(serviceScope)) return;
  throw new AvatarError('forbidden', `This service key cannot do that. Expected the scope ${serviceScope}.`);
}

/** Carries the client address. `server.mjs` sets it from the connection and the trusted proxies, over any value that the client sent. */
export const ADDRESS_HEADER = 'x-client-address';

export function addressOf(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? 'unknown';
}
