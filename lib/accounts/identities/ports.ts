import type { NewPerson, Person } from '../registration/ports';

/** An account at an OpenID Connect provider. The provider never gives a subject to another person. */
export interface ProviderAccount {
  issuer: string;
  subject: string;
}

/** A provider's account with which a person signs in. */
export interface Identity extends ProviderAccount {
  id: number;
  userId: number;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** The address of the picture that the provider gave last; null: none. */
  pictureUrl: string | null;
  /** When it was fetched to be shown; null: not yet. */
  pictureAt: Date | null;
}

export interface Identities {
  /** Oldest first. */
  list(userId: number): Promise<Identity[]>;
  /** @throws AvatarError not_found, password_missing */
  remove(userId: number, id: number): Promise<void>;
}

export interface IdentityRecords {
  /** @returns null if no person signs in with it */
  identityOf(account: ProviderAccount): Promise<{ identity: Identity; person: Person } | null>;
  /** Oldest first. */
  identitiesOf(userId: number): Promise<Identity[]>;
  /** @throws AvatarError identity_taken if another person has it, or the person has another one of this issuer; account_disabled, not_found */
  addIdentity(userId: number, account: ProviderAccount): Promise<Identity>;
  /**
   * Opens an account, proves its address, and gives it the identity, in one transaction. Links to the address lapse.
   * @param takesAddress from an account that has it without proof
   * @returns the person, and who has lost the address
   * @throws AvatarError email_taken if another account has the address, or has it with proof; identity_taken
   */
  openWithIdentity(
    account: ProviderAccount,
    person: Omit<NewPerson, 'passwordHash' | 'proof'>,
    takesAddress: boolean,
  ): Promise<{ person: Person; lostBy: number | null }>;
  /** Records a sign-in, or a picture. Does nothing if the identity is gone. */
  touchIdentity(id: number, used: { lastUsedAt: Date } | { pictureUrl: string; pictureAt: Date | null }): Promise<void>;
  /** @returns false if the person has none with this id. @throws AvatarError password_missing if the person could not sign in any more */
  removeIdentity(userId: number, id: number): Promise<boolean>;
}
