import type { Proof } from '../addresses/ports';
import type { Profile } from '../profile/ports';

export type Role = 'member' | 'admin';

/** The public fields of a person, and their e-mail address, which only they may see. */
export interface Person extends Profile {
  id: number;
  email: string;
  role: Role;
  createdAt: Date;
  /** When an administrator disabled the account; null while its credentials are accepted. */
  disabledAt: Date | null;
}

export interface NewPerson {
  email: string;
  /** Default: assumed. */
  proof?: Proof;
  name: string;
  /** null: none. */
  passwordHash: string | null;
  generatedKey: string;
  /** Default: member. */
  role?: Role;
  /** Hash of the setup code that this person uses up. */
  setupCode?: string;
  /** Hash of the invite that this person uses. */
  invite?: string;
}

/** `invite`: with an invite only. `domains`: with an address of a listed domain, or an invite. */
export const REGISTRATION_MODES = ['open', 'invite', 'domains', 'closed'] as const;
export type RegistrationMode = (typeof REGISTRATION_MODES)[number];

/** The rules for new accounts. */
export interface RegistrationPolicy {
  registration: RegistrationMode;
  /** Domains of e-mail addresses, in ASCII, for the mode `domains`. */
  registrationDomains: readonly string[];
}

/** Lets people open accounts of a role. */
export interface Invite {
  id: number;
  createdBy: number;
  role: Role;
  /** The only address that it lets in, in canonical form; null for any. */
  email: string | null;
  maxUses: number;
  uses: number;
  createdAt: Date;
  expiresAt: Date;
}

export type NewInvite = Pick<Invite, 'createdBy' | 'role' | 'email' | 'maxUses' | 'expiresAt'>;

/** `createPerson` counts the use of an invite. */
export interface InviteRecords {
  createInvite(invite: NewInvite & { sha256: string }): Promise<Invite>;
  /** Newest first. */
  invites(): Promise<Invite[]>;
  /** @returns null if there is none that can be used now: it is used up or expired, or its creator is no administrator any more */
  usableInvite(sha256: string, now: Date): Promise<Invite | null>;
  /** Deletes invites that expired before this time. @returns how many */
  deleteInvitesBefore(date: Date): Promise<number>;
  /** @returns false if there is none with this id. */
  deleteInvite(id: number): Promise<boolean>;
}

/** The setup code: 128 random bits that create the first administrator. Stored as its hash, and only while there is no administrator. */
export interface SetupRecords {
  hasAdministrator(): Promise<boolean>;
  /** Hexadecimal SHA-256 of the current code; null once there is an administrator, and before the first start. */
  setupCode(): Promise<string | null>;
  /**
   * Replaces the code, so that earlier ones are no longer valid.
   * @param keepSince keeps a code that was created after this date; null: none is kept
   * @returns false if the code is kept, or an administrator exists
   */
  replaceSetupCode(sha256: string, keepSince: Date | null): Promise<boolean>;
  /**
   * Grants or takes the rights of an administrator. Using up `setupCode` and the change are one transaction.
   * @throws AvatarError not_found; last_administrator
   */
  changeRole(userId: number, role: Role, setupCode?: string): Promise<Person>;
}
