import { AvatarError } from '@/lib/avatars/errors';
import { defineEndpoint } from './endpoint';
import { nativeErrors } from './problem';
import type { RouteHandler } from './serve';

/** MD5 or SHA-256 of an e-mail address, with or without the extension of a picture. */
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{64})(?:\.[a-z]+)?$/i;

/**
 * Two APIs have `/avatar/{who}`: Gravatar, where `who` is a hash, and Zulip, where it is an id or an e-mail address. A number of 32
 * digits is a hash, since nobody has so large an id.
 */
export function avatarAddress(handlers: { byHash: RouteHandler; byPerson: RouteHandler }): RouteHandler {
  return async (request, route) => {
    const { who = '' } = await route.params;
    return HASH.test(who) ? handlers.byHash(request, route) : handlers.byPerson(request, route);
  };
}

/** Until pictures are served by hash. */
export const getByHash = defineEndpoint({
  access: 'anyone',
  credentials: () => ({ kind: 'none' as const }),
  errors: nativeErrors,
  parse(): never {
    throw new AvatarError('not_found', 'Pictures are not served by hash here.');
  },
  core: () => null,
  present: () => new Response(null),
});
