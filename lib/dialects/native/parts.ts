import { requireRecentSignIn } from '@/lib/accounts/identities/sign-in';
import type { Credentials, Principal, SignedIn } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { Saved } from '@/lib/avatars/change';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import type { FieldCode } from '@/lib/field-problems';
import { BytesResponse } from '@/lib/http/bytes-response';
import { tagMatches } from '@/lib/http/conditional';
import { authorizationCredentials, foreignOrigin, isSameOrigin, sessionCredentials } from '@/lib/http/credentials';
import type { Context, Services } from '@/lib/http/endpoint';
import { nativeErrors } from '@/lib/http/problem';
import { OUTPUT_FORMATS } from '@/lib/imaging/media-types';
import type { Preview } from '@/lib/imaging/types';
import { avatarResource, stateTag } from './resource';
import type { SavedResource } from './schemas';

/** The credentials and the error table of all calls: an `Authorization` header, else the session cookie. */
export const native = {
  credentials: (request: Request, services: Services): Credentials =>
    authorizationCredentials(request) ?? sessionCredentials(request, services),
  errors: nativeErrors,
};

/** For calls that need no sign-in: a client that is signed in, or sends an old cookie, may use them too. */
export const anonymous = (): Credentials => ({ kind: 'none' });

/** The headers of responses that only the person may see. */
export const PRIVATE = { 'Cache-Control': 'private, no-store' };

/**
 * Refuses what a page of another site sends, where no cookie is needed. Scripts send no `Origin`.
 * @throws AvatarError cross_origin
 */
export function refuseForeignPage(request: Request, { baseUrl }: Services): void {
  if (!request.headers.has('origin') || isSameOrigin(request, baseUrl)) return;
  throw new AvatarError(
    'cross_origin',
    `Cross-site request refused. Use a page of this site, or send the request from a script. ${foreignOrigin(request, baseUrl)}`,
  );
}

/**
 * Checks the password again before a change that could give the account away. A person without one must have signed in just now.
 * @param password undefined: not given
 * @param field of the request that has the password
 * @throws AvatarError invalid_request; sign_in_again
 */
export async function requirePassword(
  principal: Principal,
  password: string | undefined,
  field: string,
  { services, signIn }: Pick<Context, 'services' | 'signIn'>,
): Promise<SignedIn> {
  const { userId } = principal;
  const methods = await services.accounts.signInMethods(userId);
  if (methods && !methods.hasPassword) {
    await requireRecentSignIn(services.accounts, principal, services.oidc?.settings.name);
    return methods.person;
  }
  if (password === undefined) throw wrongField(field, 'Expected your password.', 'required');
  const [address] = await services.accounts.addresses.list(userId);
  if (!address) throw wrongField(field, 'Your account has no e-mail address to sign in with. Add one first.', 'no_address');
  return (await signIn(address.email, password)) ?? Promise.reject(wrongField(field, 'Wrong password.', 'wrong_password'));
}

export function wrongField(field: string, message: string, code: FieldCode): AvatarError {
  return new AvatarError('invalid_request', message, { fields: { [field]: message }, fieldProblems: { [field]: { code } } });
}

/**
 * API keys, service keys and access tokens must not change what would outlive their own revocation.
 * @param what such as `API keys can be managed`
 * @throws AvatarError forbidden
 */
export function requireOwner(principal: Principal | ServicePrincipal, what: string): Principal {
  if (principal.via === 'session' || principal.via === 'password') return principal;
  throw new AvatarError('forbidden', `${what} only in the browser or with the password, not with an API key or an access token.`);
}

/**
 * @param what such as `Invites can be managed`
 * @throws AvatarError forbidden
 */
export function requireAdministrator(principal: Principal, what: string): Principal {
  if (principal.role === 'admin') return principal;
  throw new AvatarError('forbidden', `${what} only by administrators.`);
}

/**
 * The administrator in person: a copied key must not manage accounts.
 * @param what such as `People can be managed`
 * @throws AvatarError forbidden
 */
export function requireAdministratorInPerson(principal: Principal, what: string): Principal {
  if (principal.role !== 'admin') throw new AvatarError('forbidden', `${what} by administrators only.`);
  return requireOwner(principal, what);
}

/** The picture of the person, or 304 if the client has this state. */
export function presentOwn(state: AvatarState, request: Request, { services }: Context): Response {
  return presentState(state, request, services, true, 'private, no-cache');
}

/** The same after an upload, with the metadata that was removed from its file. */
export function presentSaved({ removed, ...state }: Saved, _request: Request, { services }: Pick<Context, 'services'>): Response {
  const saved: SavedResource = { ...avatarResource(state, services.baseUrl, true), removed };
  return Response.json(saved, { headers: stateHeaders(state, 'private, no-cache') });
}

export function presentState(state: AvatarState, request: Request, services: Services, owner: boolean, cacheControl: string): Response {
  const headers = stateHeaders(state, cacheControl);
  if (request.method === 'GET' && tagMatches(request, headers.ETag)) return new Response(null, { status: 304, headers });
  return BytesResponse.json(avatarResource(state, services.baseUrl, owner), { headers });
}

/** A preview, which only its owner may see. */
export function presentPreview({ bytes, format, width, height }: Preview): Response {
  return new Response(bytes, {
    headers: {
      'Content-Type': OUTPUT_FORMATS[format],
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Picture-Width': String(width),
      'X-Picture-Height': String(height),
    },
  });
}

function stateHeaders(state: AvatarState, cacheControl: string) {
  return { ETag: stateTag(state), 'Cache-Control': cacheControl, Vary: 'Authorization, Cookie' };
}
