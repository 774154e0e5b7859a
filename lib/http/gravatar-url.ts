import { createHash } from 'node:crypto';

/**
 * Where a Gravatar, or what stands in for it, has the picture for an e-mail address. It knows people by this hash, of the address in
 * lower case and not trimmed, as the originals of our APIs make it; it keeps nothing secret.
 *
 * @param base without a slash at the end
 */
export function gravatarAddress(base: string, email: string): string {
  return `${base}/avatar/${createHash('md5').update(email.toLowerCase()).digest('hex')}`;
}
