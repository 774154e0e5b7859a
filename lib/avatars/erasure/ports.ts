/** A deleted account or version, and the objects that it has left in the storage. */
export interface Erasure {
  id: number;
  userId: number;
  /** The version that was deleted; null: the account. */
  avatarId: number | null;
  originalKeys: readonly string[];
  /** Of an account: of all versions and of the generated avatar. */
  renditionKeys: readonly string[];
}

/** Fields of a version that was deleted for good: nothing in its row tells what the picture shows. */
export const ERASED_FIELDS = { fileName: '', alt: '', thumbhash: '', color: '' } as const;

/** Rows that went with an account. */
export interface ErasedRows {
  /** Versions of the picture. */
  versions: number;
  keys: number;
  /** Sign-ins that had not ended. */
  sessions: number;
}

export interface ErasedAccount {
  note: Erasure;
  /** All of its addresses. */
  emails: readonly string[];
  rows: ErasedRows;
}

export interface ErasureRecords {
  /**
   * Deletes an account with everything that belongs to it, and notes the objects that are left, in one transaction.
   *
   * @param due only if the account is to be deleted by then
   * @param reason for the audit log
   * @returns null if there is no such account, or it is not due
   * @throws AvatarError forbidden for the only administrator of other people
   */
  erase(userId: number, due?: Date, reason?: string): Promise<ErasedAccount | null>;
  /**
   * Takes a version from its person for good, and notes its objects, in one transaction. The original is among them unless another version
   * that is kept was framed from it. The row keeps the hash of the file, so that an import does not bring it back.
   *
   * @throws AvatarError not_found; picture_shown while the account or one of its addresses shows it
   */
  eraseVersion(userId: number, avatarId: number): Promise<Erasure>;
  /** Accounts and versions whose objects are not known to be deleted. */
  erasures(): Promise<Erasure[]>;
  /** Notes that the objects are deleted. */
  endErasure(id: number): Promise<void>;
  /** @param at null: the account stays. @throws AvatarError not_found; forbidden as {@link ErasureRecords.erase} does */
  scheduleDeletion(userId: number, at: Date | null): Promise<void>;
  /** When the account will be deleted; null: it stays. */
  deletionOf(userId: number): Promise<Date | null>;
  /** People whose accounts are to be deleted by then. */
  deletionsDue(now: Date): Promise<number[]>;
}
