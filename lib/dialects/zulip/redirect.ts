import type { Credentials } from '@/lib/accounts/ports';
import { isAvatarError } from '@/lib/errors';
import { sessionCredentials } from '@/lib/http/credentials';
import { defineEndpoint, type Failure, type Services } from '@/lib/http/endpoint';
import { neverCache } from './answers';
import { basicCredentials, wellFormed } from './credentials';
import { deactivated, keyInQuery, sessionErrors } from './errors';
import { findPerson } from './find-person';
import { avatarUrl, gravatarUrl, UNKNOWN_PERSON_URL, type Which } from './urls';

/**
 * `GET /avatar/{id or e-mail}` and `/avatar/{id or e-mail}/medium`: redirects to the picture. An unknown e-mail address
 * redirects to its Gravatar, an unknown id to a placeholder.
 */
function redirectTo(which: Which) {
  return defineEndpoint({
    access: 'person',
    nodeAdapter: true,
    credentials: anyCredentials,
    // Pages send one request for each picture that they show.
    limited: false,
    errors: { ...sessionErrors, invalid_credentials: refused, account_disabled: refusedDisabled },
    parse: (_request, { params }) => params.who ?? '',
    core: async (who, { services }) => pictureOf(who, which, services),
    present: (url, request) => new Response(null, { status: 302, headers: { Location: withQuery(url, request), ...neverCache() } }),
  });
}

export const redirectToAvatar = redirectTo('standard');
export const redirectToMediumAvatar = redirectTo('medium');

/** HTTP Basic, an API key in the query for clients that cannot set headers, or the session of a browser. */
function anyCredentials(request: Request, services: Services): Credentials {
  if (request.headers.has('authorization')) return basicCredentials(request);
  const key = queryKey(request);
  return key === null ? sessionCredentials(request, services) : { kind: 'bearer', token: wellFormed(key) };
}

function refused(failure: Failure<'invalid_credentials'>): Response {
  const { request, error } = failure;
  if (request.headers.has('authorization') || queryKey(request) === null) return sessionErrors.invalid_credentials(failure);
  return keyInQuery(error.details.reason === 'malformed_key' ? 'Malformed API key' : 'Invalid API key')(failure);
}

function refusedDisabled(failure: Failure<'account_disabled'>): Response {
  return (failure.request.headers.has('authorization') ? sessionErrors.account_disabled : deactivated)(failure);
}

async function pictureOf(who: string, which: Which, services: Services): Promise<string> {
  try {
    return avatarUrl(await findPerson(who, services), services, which);
  } catch (error) {
    if (!isAvatarError(error) || error.code !== 'not_found') throw error;
    return /^\d+$/.test(who) ? UNKNOWN_PERSON_URL : gravatarUrl(who, 1, which, services);
  }
}

/** Passes the query on without the API key: the target may be a third party, and logs its URLs. */
function withQuery(url: string, request: Request): string {
  const query = new URL(request.url).search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !new URLSearchParams(pair).has('api_key'))
    .join('&');
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function queryKey(request: Request): string | null {
  return new URL(request.url).searchParams.get('api_key');
}
