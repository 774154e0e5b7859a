import type { IdempotencyRecords } from './idempotency-ports';

/** The authenticated sender of a request. */
export interface Principal {
  userId: number;
  role: Role;
  /** How the sender proved it. `password` authenticates this one request and grants as much as a session. */
  via: 'session' | 'api-key' | 'password' | 'token';
  scopes: readonly Scope[];
  /** The session of the cookie, or the family of the token. */
  sessionId?: string;
}

export type Role = 'member' | 'admin';
export const SCOPES = ['avatar:read', 'avatar:write'] as const;
export type Scope = (typeof SCOPES)[number];

/** The public fields of a person, and their e-mail address, which only they may see. */
export interface Person {
  id: number;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
}

/** The credentials of a request, read from its headers alone. */
export type Credentials =
  | { kind: 'none' }
  /** `sameOrigin`: whether the browser reports a same-origin request. */
  | { kind: 'session'; token: string; sameOrigin: boolean }
  | { kind: 'bearer'; token: string }
  /** An API key in a cookie. Browsers send it with cross-site requests too (CSRF). */
  | { kind: 'token-cookie'; token: string; sameOrigin: boolean }
  | { kind: 'basic'; email: string; secret: string }
  /** Credentials that cannot be parsed, such as Basic without a colon. */
  | { kind: 'malformed'; message: string };

/** The networks of each account's earlier sign-ins. */
export interface KnownNetworks {
  includes(email: string, address: string): Promise<boolean>;
  add(email: string, address: string): Promise<void>;
}

/** Turns credentials into a principal. */
export interface Authenticator {
  /**
   * @param signIn verifies a password that Basic carries in place of an API key; null where passwords are not accepted
   * @returns null if the request has no credentials.
   * @throws AvatarError invalid_credentials, and the errors of `signIn`
   */
  authenticate(credentials: Credentials, signIn: Accounts['signIn'] | null): Promise<Principal | null>;
}

export interface StoredPerson extends Person {
  passwordHash: string;
}

export interface PeopleRecords {
  /** The first person becomes the administrator. @throws AvatarError email_taken */
  createPerson(person: { email: string; name: string; passwordHash: string; generatedKey: string }): Promise<Person>;
  personById(userId: number): Promise<Person | null>;
  personByEmail(email: string): Promise<StoredPerson | null>;
  /** @throws AvatarError not_found */
  rename(userId: number, name: string): Promise<Person>;
  /** Replaces the hash, and in the same transaction ends every session and token family but one. @throws AvatarError not_found */
  changePassword(userId: number, change: { passwordHash: string; keep: string | null }): Promise<void>;
}

export interface ApiKey {
  id: number;
  userId: number;
  label: string;
  lastFour: string;
  scopes: readonly Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

export interface KeyRecords {
  /** @throws AvatarError too_many_keys */
  createKey(key: {
    userId: number;
    sha256: string;
    lastFour: string;
    label: string;
    scopes: readonly Scope[];
    expiresAt: Date | null;
  }): Promise<ApiKey>;
  /** Returns the key with its owner, whether or not it has expired. */
  keyBySha256(sha256: string): Promise<{ key: ApiKey; person: Person } | null>;
  keysOf(userId: number): Promise<ApiKey[]>;
  /** @returns false if this person has no such key. */
  deleteKey(userId: number, keyId: number): Promise<boolean>;
  touchKey(keyId: number, when: Date): Promise<void>;
  /** Replaces the secret of a key and keeps the rest. @returns the user id of the owner; null if no key has this hash */
  renewKey(sha256: string, next: { sha256: string; lastFour: string }): Promise<number | null>;
}

/**
 * Token families: each is one sign-in that issued tokens, for one dialect. Refresh tokens rotate, with reuse detection after
 * `REFRESH_REUSE_WINDOW_MS`.
 */
export interface TokenRecords {
  openFamily(family: { id: string; userId: number; issuer: string; expiresAt: Date }): Promise<void>;
  /**
   * Rotates a refresh token, given by its serial number.
   * @returns the time of its first use, at most `REFRESH_REUSE_WINDOW_MS` ago; null, after revoking the whole family, if the first use was
   * earlier or the token is of an older generation.
   */
  rotate(family: { id: string; issuer: string; serial: number; expiresAt: Date }): Promise<Date | null>;
  isAlive(id: string, issuer: string): Promise<boolean>;
  /** @returns false if there is nothing to revoke. */
  revokeFamily(id: string, issuer: string): Promise<boolean>;
}

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

export interface SessionRecords {
  /** Of more than {@link MAX_SESSIONS} of a person, those not seen for longest end. */
  openSession(session: { id: string; userId: number; userAgent: string; address: string; expiresAt: Date }): Promise<void>;
  /** @returns null if there is no such session in a browser, or it has expired. */
  sessionById(id: string): Promise<{ person: Person; lastSeenAt: Date } | null>;
  /** Extends a session in a browser, unless it has ended. */
  extendSession(id: string, seen: { lastSeenAt: Date; expiresAt: Date }): Promise<void>;
  /** Sessions in browsers and token families, last seen first. */
  sessionsOf(userId: number): Promise<Session[]>;
  /** Ends a session or token family. @returns false if the person has none with this id. */
  endSession(userId: number, id: string): Promise<boolean>;
  /** Ends every session and token family of the person but one. @returns how many */
  endSessions(userId: number, keep: string | null): Promise<number>;
}

/** Networks of earlier sign-ins. A network is an opaque string here. */
export interface NetworkRecords {
  isKnownNetwork(email: string, network: string): Promise<boolean>;
  /** Keeps the newest {@link MAX_KNOWN_NETWORKS} of the person. Does nothing if no account has this address. */
  addNetwork(email: string, network: string, when: Date): Promise<void>;
}

export interface AccountRecords extends PeopleRecords, KeyRecords, IdempotencyRecords, TokenRecords, SessionRecords, NetworkRecords {}

export interface Accounts {
  /**
   * Opens an account. The first one becomes the administrator's. The caller validates form and length of the fields.
   * @throws AvatarError email_taken; invalid_request if the password is too common
   */
  open(account: { email: string; name: string; password: string }): Promise<Person>;
  /** @returns null for an unknown address or a wrong password, after the same time. */
  signIn(email: string, password: string): Promise<Person | null>;
  person(userId: number): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  /** @throws AvatarError not_found */
  rename(userId: number, name: string): Promise<Person>;
  /**
   * Ends every sign-in but `keep`; API keys stay. The caller verifies the current password.
   * @throws AvatarError not_found; invalid_request if the password is too common
   */
  changePassword(person: Person, password: string, keep: string | null): Promise<void>;
  keys: ApiKeys;
  sessions: Sessions;
}

export interface ApiKeys {
  /** @returns the only copy of the key in clear, with its record. @throws AvatarError too_many_keys */
  create(
    userId: number,
    key: { label: string; scopes?: readonly Scope[]; expiresAt?: Date | null },
  ): Promise<{ secret: string; key: ApiKey }>;
  list(userId: number): Promise<ApiKey[]>;
  /** @throws AvatarError not_found */
  revoke(userId: number, keyId: number): Promise<void>;
  /** Replaces the secret of the key and invalidates the old one. @returns null if no key has this secret. */
  renew(secret: string): Promise<string | null>;
}

export interface Sessions {
  /** Opens a session in a browser, for {@link SESSION_SECONDS}. @returns its id */
  open(userId: number, from: { userAgent: string; address: string }): Promise<string>;
  list(userId: number): Promise<Session[]>;
  /** @throws AvatarError not_found */
  end(userId: number, id: string): Promise<void>;
  /** Ends every sign-in but one. @returns how many */
  endOthers(userId: number, keep: string | null): Promise<number>;
  /** @returns whether the session is open */
  isOpen(id: string): Promise<boolean>;
}

export type TokenUse = 'access' | 'refresh';

export interface TokenPair {
  access: string;
  refresh: string;
  accessExpires: Date;
  refreshExpires: Date;
}

export interface TokenTerms {
  /** The dialect. Its refresh tokens work only there; access tokens work wherever Bearer does. */
  issuer: string;
  accessSeconds: number;
  refreshSeconds: number;
}

export interface Tokens {
  issue(userId: number, terms: TokenTerms): Promise<TokenPair>;
  /** @returns the owner, use and family of a token; null if it is wrong, expired or revoked. */
  verify(token: string): Promise<{ userId: number; use: TokenUse; family: string } | null>;
  /** Rotates a refresh token. @returns the next pair; null, after revoking the whole sign-in, if the token was used before. */
  refresh(token: string, terms: TokenTerms): Promise<(TokenPair & { userId: number }) | null>;
  /** Revokes the sign-in of this refresh token. @returns false if the token is not one of ours, or its sign-in has ended. */
  revoke(token: string, issuer: string): Promise<boolean>;
}
