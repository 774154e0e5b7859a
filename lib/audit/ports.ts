/** The recorded actions, as stable words. */
export const AUDIT_ACTIONS = [
  'account-claimed',
  'account-created',
  'account-deleted',
  'account-disabled',
  'account-enabled',
  'address-added',
  'address-changed',
  'address-removed',
  'address-verified',
  'data-exported',
  'deletion-cancelled',
  'deletion-scheduled',
  'file-unblocked',
  'identity-connected',
  'identity-disconnected',
  'invite-created',
  'invite-withdrawn',
  'key-created',
  'key-replaced',
  'key-revoked',
  'password-changed',
  'password-reset',
  'people-imported',
  'picture-changed',
  'picture-deleted',
  'picture-described',
  'picture-locked',
  'picture-unlocked',
  'policy-changed',
  'profile-changed',
  'reset-link-created',
  'role-changed',
  'service-key-created',
  'service-key-revoked',
  'sessions-ended',
  'sign-in',
  'sign-in-refused',
  'sign-out',
  'swept',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** `system`: a task of the server, such as copies from Gravatar. `command`: the command line on its machine. */
export const AUDIT_ACTORS = ['person', 'service-key', 'system', 'command'] as const;
export type AuditActor = (typeof AUDIT_ACTORS)[number];

/** No e-mail address is among them. */
export type AuditDetails = Record<string, string | number | boolean | null | readonly string[]>;

export interface NewAuditEntry {
  actor: AuditActor;
  /** Of the person or the service key. */
  actorId: number | null;
  action: AuditAction;
  /** The person whom it concerns. */
  subjectId: number | null;
  /** Client address of the request. */
  address: string | null;
  details: AuditDetails;
}

export interface AuditEntry extends NewAuditEntry {
  id: number;
  at: Date;
}

export interface AuditFilter {
  /** A person; entries of service keys with the same id are left out. */
  actorId?: number | undefined;
  subjectId?: number | undefined;
  action?: AuditAction | undefined;
  /** Entries before this time. */
  before?: Date | undefined;
}

/** Entries are added, read and, after a time, deleted; never changed. */
export interface AuditRecords {
  /**
   * Commits the record operations of a task together, or none of them if it throws. They must be those that read and change single
   * rows: look-ups of pictures and keys have connections of their own.
   */
  inTransaction<T>(task: () => Promise<T>): Promise<T>;
  appendAudit(...entries: NewAuditEntry[]): Promise<void>;
  /** The newest first. @param below an id: only entries below it */
  listAudit(filter: AuditFilter, page: { below?: number | undefined; limit: number }): Promise<AuditEntry[]>;
  /** @returns how many */
  deleteAuditBefore(date: Date): Promise<number>;
}
