import type { Addresses, AddressRecords, RequiredProof } from './addresses/ports';
import type { IdempotencyRecords } from './idempotency-ports';
import type { Identities, IdentityRecords } from './identities/ports';
import type { LinkRecords } from './links/ports';
import type { ResetRecords } from './password-resets/ports';
import type { ProfileChange } from './profile/ports';
import type { KnownNetworks, NetworkRecords } from './rate-limit-ports';
import type { InviteRecords, NewPerson, Person, Role, SetupRecords } from './registration/ports';
import type { ServiceKeyRecords } from './service-keys/ports';
import type { SessionRecords, Sessions } from './sessions/ports';

export type { KnownNetworks, NetworkRecords, Person, Role };

/** The authenticated sender of a request. */
export interface Principal {
  userId: number;
  role: Role;
  /** How the sender proved it. `password` authenticates this one request and grants as much as a session. */
  via: 'session' | 'api-key' | 'password' | 'token';
  scopes: readonly Scope[];
  /** The session of the cookie. */
  sessionId?: string;
  /** Of the password that authenticated the request. */
  passwordVersion?: number;
}

export const SCOPES = ['avatar:read', 'avatar:write'] as const;
export type Scope = (typeof SCOPES)[number];

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

/** Turns credentials into a principal. */
export interface Authenticator {
  /**
   * @param signIn verifies a password that Basic carries in place of an API key; null where passwords are not accepted
   * @param isAgain whether the same request was authenticated before: a session may have got a new cookie since
   * @returns null if the request has no credentials.
   * @throws AvatarError invalid_credentials; account_disabled if the credentials are right; the errors of `signIn`
   */
  authenticate(credentials: Credentials, signIn: Accounts['signIn'] | null, isAgain?: boolean): Promise<Principal | null>;
}

/** A person whose password was verified. It may be replaced at any moment: what it opens names this version. */
export interface SignedIn extends Person {
  passwordVersion: number;
}

export interface StoredPerson extends SignedIn {
  passwordHash: string | null; // Null: the person signs in by an identity, or was imported and has yet to choose a password.
}

export interface PeopleRecords {
  /**
   * The first administrator ends the setup: the setup code is deleted.
   * @throws AvatarError email_taken; not_found if `setupCode` is not the current one
   */
  createPerson(person: NewPerson): Promise<Person>;
  personById(userId: number): Promise<Person | null>;
  /** By any address of the person. */
  personByEmail(email: string, proof: RequiredProof): Promise<StoredPerson | null>;
  storedPerson(userId: number): Promise<StoredPerson | null>;
  /** @throws AvatarError not_found */
  changeProfile(userId: number, change: ProfileChange): Promise<Person>;
  /**
   * Replaces the hash if the password still has this version, and in the same transaction ends every session and token family but `keep`.
   * @returns false if it has another version
   */
  changePassword(userId: number, change: { passwordVersion: number; passwordHash: string; keep: string | null }): Promise<boolean>;
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
  /** @throws AvatarError too_many_keys; invalid_credentials and account_disabled as {@link SessionRecords.openSession} does */
  createKey(key: {
    userId: number;
    passwordVersion?: number | undefined;
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
  /** @throws AvatarError invalid_credentials and account_disabled as {@link SessionRecords.openSession} does */
  openFamily(family: { id: string; userId: number; passwordVersion?: number | undefined; issuer: string; expiresAt: Date }): Promise<void>;
  /**
   * Rotates a refresh token, given by its serial number. `userId` is the owner that the token names.
   * @returns the time of its first use, if within `REFRESH_REUSE_WINDOW_MS`; null, after revoking the family, for any earlier one.
   */
  rotate(family: { id: string; userId: number; issuer: string; serial: number; expiresAt: Date }): Promise<Date | null>;
  isAlive(id: string, issuer: string): Promise<boolean>;
  /** Whether the family was open when the account was disabled, and the account still is. */
  isDisabled(id: string): Promise<boolean>;
  /** @returns the user id of the owner; null if there is nothing to revoke */
  revokeFamily(id: string, issuer: string): Promise<number | null>;
}

export interface AccountRecords
  extends PeopleRecords,
    AddressRecords,
    KeyRecords,
    IdempotencyRecords,
    TokenRecords,
    SessionRecords,
    NetworkRecords,
    LinkRecords,
    SetupRecords,
    ResetRecords,
    InviteRecords,
    ServiceKeyRecords,
    IdentityRecords {}

export interface Accounts {
  /**
   * Opens an account, of a member unless given. The caller validates form and length of the fields.
   * @throws AvatarError email_taken; invalid_request if the password is too common; not_found if `setupCode` is not the current one
   */
  open(
    account: { email: string; name: string; password: string } & Pick<NewPerson, 'proof' | 'role' | 'setupCode' | 'invite'>,
  ): Promise<Person>;
  /** @throws AvatarError not_found; last_administrator */
  changeRole(userId: number, role: Role, setupCode?: string): Promise<Person>;
  /** @returns null for an unknown address or a wrong password, after the same time. @throws AvatarError account_disabled */
  signIn(email: string, password: string): Promise<SignedIn | null>;
  person(userId: number): Promise<Person | null>;
  /** @returns null without an account */
  signInMethods(userId: number): Promise<{ person: SignedIn; hasPassword: boolean } | null>;
  /** By any address of the person; only by a proved one where addresses are verified. */
  personByEmail(email: string): Promise<Person | null>;
  /** Last sign-ins from known networks, newest first. The networks are kept as keyed hashes. */
  knownNetworks(userId: number): Promise<{ seenAt: Date }[]>;
  /** @throws AvatarError not_found */
  changeProfile(userId: number, change: ProfileChange): Promise<Person>;
  /**
   * Ends every sign-in but `keep`; API keys stay. The caller has verified the current password.
   * @returns false if it was replaced since
   * @throws AvatarError invalid_request if the password is too common
   */
  changePassword(person: SignedIn, password: string, keep: string | null): Promise<boolean>;
  keys: ApiKeys;
  sessions: Sessions;
  addresses: Addresses;
  identities: Identities;
}

export interface ApiKeys {
  /** @returns the only copy of the key in clear, with its record. @throws AvatarError too_many_keys */
  create(
    userId: number,
    key: { label: string; scopes?: readonly Scope[]; expiresAt?: Date | null; passwordVersion?: number | undefined },
  ): Promise<{ secret: string; key: ApiKey }>;
  list(userId: number): Promise<ApiKey[]>;
  /** @throws AvatarError not_found */
  revoke(userId: number, keyId: number): Promise<void>;
  /** Replaces the secret of the key and invalidates the old one. @returns null if no key has this secret. */
  renew(secret: string): Promise<string | null>;
}
