import type { Person } from '../registration/ports';

/** A sign-in that has not ended: in a browser, or through an API that issues tokens. */
export interface Session {
  /** Random. Part of its cookie or its tokens. */
  id: string;
  /** The dialect that issued its tokens; null for a browser. */
  issuer: string | null;
  /** `User-Agent` header and client address of the sign-in; null for tokens. */
  userAgent: string | null;
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The latest cookie of a session in a browser. */
export interface SessionCookie {
  /** Of the first one 0. */
  serial: number;
  issuedAt: Date;
  /** When the browser first sent it; null until then. */
  usedAt: Date | null;
}

export interface SessionRecords {
  /**
   * Of more than {@link MAX_SESSIONS} of a person, those not seen for longest end.
   * @throws AvatarError invalid_credentials if the password was replaced since this version was verified; account_disabled
   */
  openSession(session: {
    id: string;
    userId: number;
    passwordVersion?: number | undefined;
    userAgent: string;
    address: string;
    expiresAt: Date;
  }): Promise<void>;
  /** @returns null if there is no such session in a browser, or it has expired. */
  sessionById(id: string): Promise<{ person: Person; lastSeenAt: Date; cookie: SessionCookie } | null>;
  /** Records the first use of the latest cookie, if it is still this one. */
  useCookie(id: string, serial: number, usedAt: Date): Promise<void>;
  /** Replaces the latest cookie by the one numbered `next`. @returns false if it is no longer the one numbered `latest` */
  replaceCookie(id: string, latest: number, next: number, issuedAt: Date): Promise<boolean>;
  /** Extends a session in a browser, unless it has ended or expired. */
  extendSession(id: string, seen: { lastSeenAt: Date; expiresAt: Date }): Promise<void>;
  /** Sessions in browsers and token families, last seen first. */
  sessionsOf(userId: number): Promise<Session[]>;
  /** Ends a session or token family. @returns false if the person has none with this id. */
  endSession(userId: number, id: string): Promise<boolean>;
  /** Deletes expired sessions in browsers. @returns how many */
  deleteExpiredSessions(now: Date): Promise<number>;
  /** Ends every session and token family of the person but one. @returns how many */
  endSessions(userId: number, keep: string | null): Promise<number>;
}

export interface Sessions {
  /** Opens a session in a browser, for {@link SESSION_SECONDS}. @returns its id */
  open(userId: number, from: { userAgent: string; address: string; passwordVersion?: number }): Promise<string>;
  list(userId: number): Promise<Session[]>;
  /** @throws AvatarError not_found */
  end(userId: number, id: string): Promise<void>;
  /** Ends every sign-in but one. @returns how many */
  endOthers(userId: number, keep: string | null): Promise<number>;
  /**
   * The cookie to send in place of the one numbered `serial`: the same, or a new one once a day.
   * @returns its number; null if the session has ended
   */
  renewCookie(id: string, serial: number): Promise<number | null>;
}
