/** People who can no longer upload a file that was removed. */
export const BLOCK_SCOPES = ['person', 'everyone'] as const;
export type BlockScope = (typeof BLOCK_SCOPES)[number];

/** A change of another person's picture. */
export interface Moderation {
  /** Only an administrator changes a locked picture. */
  by: 'administrator' | 'service-key';
  /** Shown to the person. */
  reason: string;
  /** Whether the person loses every version made from the file of the current picture. It applies to changes that remove the picture. */
  withdraws?: boolean | undefined;
  /** Blocks the file of the current picture. It applies to changes that remove the picture. */
  blocks?: BlockScope | undefined;
}

/** The reason of imported pictures. Pages show a text of their own in its place. It is stored, and so must not change. */
export const IMPORT_REASON = 'Imported from the pictures of your organization.';

export const NOTICE_KINDS = ['set', 'removed', 'locked'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The last act of an administrator on the picture of a person. It goes when the person changes the picture. */
export interface ModerationNotice {
  kind: NoticeKind;
  reason: string;
  at: Date;
}

/** The lock and the notice of the picture of a person. */
export interface Restrictions {
  /** The person cannot change the picture before; may be in the past. */
  lockedUntil: Date | null;
  notice: ModerationNotice | null;
}

export interface BlockedFile {
  id: number;
  /** Of the uploaded bytes, hexadecimal. */
  sha256: string;
  /** null: blocked for everyone. */
  userId: number | null;
  reason: string;
  createdAt: Date;
}

/** The transactions of changes check locks and blocks again. */
export interface ModerationRecords {
  /** null if the person does not exist. */
  restrictions(userId: number): Promise<Restrictions | null>;
  /** @param lock null ends the lock, and removes its notice. @throws AvatarError not_found */
  lockPicture(userId: number, lock: { until: Date; reason: string } | null): Promise<Restrictions>;
  isFileBlocked(userId: number, sha256: string): Promise<boolean>;
  /** The newest first. */
  blockedFiles(limit: number): Promise<BlockedFile[]>;
  /** @returns null if there is none with this id */
  unblockFile(id: number): Promise<BlockedFile | null>;
}
