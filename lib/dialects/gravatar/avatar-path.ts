import { forEachMethod, type Method } from '@/lib/http/methods';
import type { RouteHandler } from '@/lib/http/serve';

/** MD5 or SHA-256 of an e-mail address, with or without the extension of a picture. */
const HASH = '(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{64})(?:\\.[a-zA-Z]+)?';

const IS_HASH = new RegExp(`^${HASH}$`);

/** Addresses of pictures by hash, and none of those by id or e-mail address. Without `who` the hash is in the query, or nowhere. */
export const HASH_ADDRESS = new RegExp(`^/avatar(?:\\.php|/?|/(?<who>${HASH})/?)$`);

/**
 * Two APIs have `/avatar/{who}`: Gravatar, where `who` is a hash, and Zulip, where it is an id or an e-mail address. A number of 32
 * digits is a hash, since nobody has so large an id.
 */
export function avatarAddress({
  byHash,
  byPerson,
}: Record<'byHash' | 'byPerson', Record<Method, RouteHandler>>): Record<Method, RouteHandler> {
  return forEachMethod((method) => async (request, route) => {
    const { who = '' } = await route.params;
    return (IS_HASH.test(String(who)) ? byHash : byPerson)[method](request, route);
  });
}
