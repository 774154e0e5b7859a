import type { NewMessage } from '@/lib/mail/ports';
import type { Role } from '../registration/ports';

/** An account that an administrator opens for the owner of an address, who has yet to choose a password. */
export interface ImportedPerson {
  /** Canonical form. */
  email: string;
  name: string;
  role: Role;
  generatedKey: string;
  /** Mails a link by which the owner chooses a password. */
  invitation?: { linkSha256: string; expiresAt: Date; message: NewMessage } | undefined;
}

export interface ImportedAccount {
  id: number;
  /** False: an account had the address already. */
  isNew: boolean;
}

export interface ImportRecords {
  /**
   * Opens accounts without a password in one transaction, with proof `administrator` of their addresses, and queues the invitations. People
   * whose address an account has are left out. An address may occur once.
   * @returns by address: the new account, or the one that has it
   * @throws AvatarError email_taken if an address gets an account at the same moment; then none is opened
   */
  importPeople(people: readonly ImportedPerson[]): Promise<Map<string, ImportedAccount>>;
  /** @returns ids of the accounts that have these addresses, by address */
  accountsByEmail(emails: readonly string[]): Promise<Map<string, number>>;
  /**
   * Addresses with this text before the `@`, one for each account.
   * @param userName in lower case
   */
  emailsByUserName(userName: string, limit: number): Promise<string[]>;
}
