/** How a person showed that an address is theirs. `assumed`: not at all. */
export type Proof = 'assumed' | 'link' | 'administrator';

/** Which addresses a look-up finds: `proved` leaves out assumed ones. */
export type RequiredProof = 'any' | 'proved';

/** An e-mail address of a person. It belongs to one account. */
export interface EmailAddress {
  id: number;
  /** Canonical form. */
  email: string;
  proof: Proof;
  /** Whether the picture is served to those who know only a hash of the address. */
  hashLookup: boolean;
  /** The one that other people and applications see, and that mail goes to. */
  isPrimary: boolean;
  createdAt: Date;
}

export interface AddressRecords {
  /** The primary one first, then in the order in which they were added. */
  addressesOf(userId: number): Promise<EmailAddress[]>;
  /** @throws AvatarError email_taken, too_many_addresses, not_found */
  addAddress(userId: number, address: { email: string; proof: Proof }): Promise<EmailAddress>;
  /** @param isPrimary makes it the primary address in place of another. @throws AvatarError not_found */
  changeAddress(userId: number, id: number, change: { isPrimary?: true; hashLookup?: boolean }): Promise<EmailAddress>;
  /** @returns the address; null if the person has none with this id. @throws AvatarError primary_address */
  removeAddress(userId: number, id: number): Promise<string | null>;
}
