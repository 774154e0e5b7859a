import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { cloudreveErrors } from './errors';
import { userIdOf } from './ids';

/**
 * What all calls of this API share. A token that is wrong, expired or revoked counts as none, as in the original: public addresses go
 * on answering a browser whose sign-in has ended. Only a refresh token in the wrong place is refused everywhere.
 */
export const cloudreve = {
  credentials(request: Request): Credentials {
    // A token without the scheme is as good. Scheme names are case-insensitive (RFC 9110 section 11.1).
    const token = request.headers.get('authorization')?.replace(/^bearer +/i, '') ?? '';
    return token === '' ? { kind: 'none' } : { kind: 'bearer', token };
  },
  ignoresCredentials: ({ details }: AvatarError) => details.reason !== 'refresh_token',
  errors: cloudreveErrors,
};

/** A request that cannot be understood; the message goes to the wire as it is. */
export function bindingError(msg = 'Parameter error'): AvatarError {
  return new AvatarError('invalid_request', msg);
}

/** Whom the id in an address names, who may not exist. @throws AvatarError invalid_request, not_found */
export function personIn({ id = '' }: Record<string, string>): number {
  const userId = userIdOf(id);
  if (userId !== undefined) return userId;
  throw new AvatarError('invalid_request', 'Failed to parse object ID', { reason: 'object_id' });
}
