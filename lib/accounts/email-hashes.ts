import { createHash } from 'node:crypto';
import { domainToUnicode } from 'node:url';

/** Hexadecimal hashes of an address, by which Gravatar and Libravatar clients ask. */
export interface EmailHashes {
  emailMd5: string;
  emailSha256: string;
  /** Of the address with its domain in Unicode, if that is another spelling. */
  unicodeMd5?: string;
  unicodeSha256?: string;
}

/**
 * Clients hash an address in either spelling of an internationalised domain: ASCII (`xn--`) or Unicode.
 * @param email in canonical form
 */
export function emailHashes(email: string): EmailHashes {
  const at = email.lastIndexOf('@') + 1;
  const inUnicode = `${email.slice(0, at)}${domainToUnicode(email.slice(at))}`;
  return {
    emailMd5: hash('md5', email),
    emailSha256: hash('sha256', email),
    ...(/(?:@|\.)xn--/.test(email) &&
      inUnicode !== email && { unicodeMd5: hash('md5', inUnicode), unicodeSha256: hash('sha256', inUnicode) }),
  };
}

function hash(algorithm: 'md5' | 'sha256', email: string): string {
  return createHash(algorithm).update(email).digest('hex');
}
