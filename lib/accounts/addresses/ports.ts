/** How a person showed that an address is theirs. `assumed`: not at all. */
export type Proof = 'assumed' | 'link' | 'administrator';

/** Which addresses a look-up finds: `proved` leaves out assumed ones. */
export type RequiredProof = 'any' | 'proved';

/**
 * The picture of an address: that of the account, none at all, or a version of the history, which is kept for as long as an address shows
 * it.
 */
export type AddressPicture = 'account' | 'none' | { avatarId: number };

/** The changes that an owner can make to an address. `isPrimary` makes it the primary one in place of another. */
export interface AddressEdit {
  isPrimary?: true;
  hashLookup?: boolean;
  shows?: AddressPicture;
}

/** An e-mail address of a person. It belongs to one account. */
export interface EmailAddress {
  id: number;
  /** Canonical form. */
  email: string;
  proof: Proof;
  /** Whether the picture is served to those who know only a hash of the address. */
  hashLookup: boolean;
  shows: AddressPicture;
  /** The one that applications of the person and administrators see, and that mail goes to. */
  isPrimary: boolean;
  createdAt: Date;
}

/** An address that was proved by a mailed link. */
export interface ConfirmedAddress {
  userId: number;
  email: string;
  /** Whether the link opened the account. */
  isNewAccount: boolean;
  /** Whether the link handed over an account without a password, which an administrator had imported. */
  isClaimed?: boolean;
  /** The account that had the address without proof until now. */
  lostBy: number | null;
}

export interface AddressRecords {
  /** The primary one first, then in the order in which they were added. */
  addressesOf(userId: number): Promise<EmailAddress[]>;
  /** @throws AvatarError email_taken, too_many_addresses, not_found */
  addAddress(userId: number, address: { email: string; proof: Proof }): Promise<EmailAddress>;
  /** @throws AvatarError not_found, also for a version that cannot be shown; changes_disabled and file_blocked for `shows` */
  changeAddress(userId: number, id: number, change: AddressEdit & { proof?: 'administrator' }): Promise<EmailAddress>;
  /** @returns the address; null if the person has none with this id. @throws AvatarError primary_address */
  removeAddress(userId: number, id: number): Promise<string | null>;
  /**
   * Uses up a link of `sign-up` or `verify-address`, in one transaction: opens the account or gives its person the address, as proved. An
   * account that has the address without proof loses it. Other links to the address lapse. The link of a sign-up hands over an account
   * without a password that has the address: it gets the name and the password of the link, and keeps the rest.
   * @param generatedKey of the account, should the link open one
   * @returns null if the link is unknown, used or expired, or another person has proved the address since
   * @throws AvatarError too_many_addresses
   */
  confirmAddress(linkSha256: string, opened: { generatedKey: string; now: Date }): Promise<ConfirmedAddress | null>;
}

export interface Addresses {
  /** Whether addresses are verified by links. Otherwise people are taken at their word. */
  readonly verifies: boolean;
  list(userId: number): Promise<EmailAddress[]>;
  /** @throws AvatarError email_taken, too_many_addresses */
  add(userId: number, email: string): Promise<EmailAddress>;
  /** @throws AvatarError not_found, unproved_address */
  change(userId: number, id: number, change: AddressEdit): Promise<EmailAddress>;
  /**
   * Makes an assumed address a proved one, by the word of an administrator.
   * @param email in canonical form
   * @returns the user id of its owner; null if it has none
   */
  approve(email: string): Promise<number | null>;
  /** @throws AvatarError not_found, primary_address */
  remove(userId: number, id: number): Promise<void>;
}
