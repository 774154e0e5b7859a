import { createHash } from 'node:crypto';

/**
 * The Gravatar URL of an e-mail address: an MD5 hash of the lower-case, untrimmed address, as the originals of our APIs compute it. The
 * hash does not hide the address.
 *
 * @param base without a trailing slash
 */
export function gravatarAddress(base: string, email: string): string {
  return `${base}/avatar/${createHash('md5').update(email.toLowerCase()).digest('hex')}`;
}
