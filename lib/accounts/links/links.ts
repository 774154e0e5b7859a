import { createHash, randomBytes } from 'node:crypto';
import { LINK_MS } from './limits';
import type { LinkData, LinkPurpose, LinkRecords, MailedLink } from './ports';

export interface NewLink {
  purpose: LinkPurpose;
  /** Null, the default: the link belongs to no account yet. */
  userId?: number | null;
  /** In canonical form. */
  email: string;
  data?: LinkData;
}

/** Single-use links for an hour, which are mailed. A token proves access to the mail of its address. */
export interface Links {
  /** @returns the token, which exists nowhere else, and when it expires */
  create(link: NewLink): Promise<{ token: string; expiresAt: Date }>;
  /** Reads a link and leaves it usable. @returns null if the token is malformed, unknown, used, expired or of another purpose */
  find(token: string, purpose: LinkPurpose): Promise<MailedLink | null>;
  /** Uses a link up. @returns null as {@link find} does */
  take(token: string, purpose: LinkPurpose): Promise<MailedLink | null>;
}

/** Format of tokens: 32 random bytes. Other text is not looked up. */
const TOKEN_FORMAT = /^[A-Za-z0-9_-]{43}$/;

/**
 * The key of a token in the records, for record operations that take a link in their own transaction. A plain SHA-256 is enough: the
 * token has 256 bits of entropy.
 * @returns null if the token is malformed
 */
export function hashLinkToken(token: string): string | null {
  return TOKEN_FORMAT.test(token) ? createHash('sha256').update(token).digest('hex') : null;
}

/** A token with its key in the records, where another operation stores the link. */
export function newLinkToken(): { token: string; sha256: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, sha256: createHash('sha256').update(token).digest('hex') };
}

export function createLinks(records: LinkRecords): Links {
  return {
    async create({ purpose, userId = null, email, data = null }) {
      const { token, sha256 } = newLinkToken();
      const expiresAt = new Date(Date.now() + LINK_MS);
      await records.createLink({ sha256, purpose, userId, email, data, expiresAt });
      return { token, expiresAt };
    },
    async find(token, purpose) {
      const sha256 = hashLinkToken(token);
      return sha256 === null ? null : records.linkBySha256(sha256, purpose, new Date());
    },
    async take(token, purpose) {
      const sha256 = hashLinkToken(token);
      return sha256 === null ? null : records.takeLink(sha256, purpose, new Date());
    },
  };
}
