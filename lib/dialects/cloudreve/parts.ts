import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Params, RefusedCredentials } from '@/lib/http/endpoint';
import { cloudreveErrors } from './errors';
import { userIdOf } from './ids';

/**
 * The parts that all endpoints of this API share. A token that is wrong, expired or revoked counts as no token, as in Cloudreve: public
 * paths still respond to a browser whose session has ended. Only a refresh token in place of an access token, and a token of a disabled
 * account, are refused everywhere.
 */
export const cloudreve = {
  credentials(request: Request): Credentials {
    // Cloudreve also accepts a token without the scheme. Scheme names are case-insensitive (RFC 9110 section 11.1).
    const token = request.headers.get('authorization')?.replace(/^bearer +/i, '') ?? '';
    return token === '' ? { kind: 'none' } : { kind: 'bearer', token };
  },
  ignoresCredentials: ({ code, details }: RefusedCredentials) =>
    code === 'invalid_credentials' ? details.reason !== 'refresh_token' : code !== 'account_disabled',
  errors: cloudreveErrors,
};

/** Creates the error for a request that cannot be parsed. The message is sent unchanged. */
export function bindingError(msg = 'Parameter error'): AvatarError<'invalid_request'> {
  return new AvatarError('invalid_request', msg);
}

/** The id of the person in the path, who may not exist. @throws AvatarError invalid_request, not_found */
export function personIn({ id = '' }: Params): number {
  const userId = userIdOf(id);
  if (userId !== undefined) return userId;
  throw new AvatarError('invalid_request', 'Failed to parse object ID', { reason: 'object_id' });
}
