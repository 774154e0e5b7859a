/** The effect of a mailed link. A link of one purpose has no other. */
export type LinkPurpose = 'reset-password' | 'verify-address' | 'sign-up';

/** JSON that a link carries. */
export type LinkData = string | number | boolean | null | readonly LinkData[] | { readonly [name: string]: LinkData };

/** A single-use link that was mailed to an address. */
export interface MailedLink {
  purpose: LinkPurpose;
  /** Null: the link belongs to no account yet. */
  userId: number | null;
  /** The address that it was mailed to, in canonical form. */
  email: string;
  data: LinkData;
  createdAt: Date;
  expiresAt: Date;
}

/** Whose links, and of which purpose. */
export type LinksOf = { purpose: LinkPurpose } & ({ email: string } | { userId: number });

export interface LinkRecords {
  /** Of more than {@link MAX_LINKS} of this purpose to this address, the oldest lapse. */
  createLink(link: Omit<MailedLink, 'createdAt'> & { sha256: string }): Promise<void>;
  /** @returns null if the link is unknown, used, expired or of another purpose */
  linkBySha256(sha256: string, purpose: LinkPurpose, now: Date): Promise<MailedLink | null>;
  /** Uses a link up: of several callers, one gets it. @returns null as {@link linkBySha256} does */
  takeLink(sha256: string, purpose: LinkPurpose, now: Date): Promise<MailedLink | null>;
  /** @returns how many lapsed */
  deleteLinks(of: LinksOf): Promise<number>;
  /** @returns how many */
  deleteExpiredLinks(now: Date): Promise<number>;
}
