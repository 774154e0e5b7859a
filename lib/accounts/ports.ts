/** The authenticated sender of a request. */
export interface Principal {
  userId: number;
  role: Role;
  /** How the sender proved it. `password` authenticates this one request and grants as much as a session. */
  via: 'session' | 'api-key' | 'password' | 'token';
  scopes: readonly Scope[];
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

/** A response stored for replay under its `Idempotency-Key`. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRecords {
  /** Claims the key for this request, or returns the state of the earlier request. `request` is a fingerprint of method, path and body. */
  claimIdempotencyKey(
    userId: number,
    key: string,
    request: string,
    notBefore: Date,
  ): Promise<'claimed' | 'in-progress' | 'mismatch' | StoredResponse>;
  storeResponse(userId: number, key: string, reply: StoredResponse): Promise<void>;
  /** Releases the claim after a failure, so that the client can retry. */
  releaseIdempotencyKey(userId: number, key: string): Promise<void>;
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

/** Networks of earlier sign-ins. A network is an opaque string here. */
export interface NetworkRecords {
  isKnownNetwork(email: string, network: string): Promise<boolean>;
  /** Keeps the newest {@link MAX_KNOWN_NETWORKS} of the person. Does nothing if no account has this address. */
  addNetwork(email: string, network: string, when: Date): Promise<void>;
}

export interface AccountRecords extends PeopleRecords, KeyRecords, IdempotencyRecords, TokenRecords, NetworkRecords {}

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
  keys: ApiKeys;
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

/** The remaining budget of a rate limit. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** Unix time in seconds at which the window resets. */
  resetAt: number;
}

/** Requests per minute. Each call consumes one. @throws AvatarError rate_limited with `retryAfterSeconds`, not rounded. */
export interface RateLimits {
  user(userId: number): Promise<Allowance>;
  /** For anonymous requests. */
  address(address: string): Promise<Allowance>;
  /** Returns a request that was charged to an address before its sender was authenticated. */
  refund(address: string): Promise<void>;
  /**
   * Runs a password sign-in under two limits: one for account and address, and one for the account over all unknown networks. A wrong
   * password consumes both; a right one, or an attempt that throws, consumes neither. The request limit of the address is separate.
   * @param email in any spelling: all spellings of an address share one limit
   * @throws AvatarError rate_limited; busy when too many are in progress; the errors of `attempt`
   */
  signIn<T>(email: string, address: string, attempt: () => Promise<T | null>): Promise<T | null>;
}

/** State of a key in its window. */
export interface Counted {
  count: number;
  /** Milliseconds until the window ends. */
  msBeforeNext: number;
}

/** Counts for each key in windows that begin with its first count. */
export interface WindowCounter {
  /** Adds one, atomically: no two callers in any process get the same count of a window. */
  add(key: string): Promise<Counted>;
  /** Takes one back, unless the window has ended. */
  takeBack(key: string): Promise<void>;
}

/** Creates counters. Those of one name are one and the same in all processes that share the store. */
export type Counters = (name: string, window: { points: number; seconds: number }) => WindowCounter;

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
  /** @returns the owner and use of a token; null if it is wrong, expired or revoked. */
  verify(token: string): Promise<{ userId: number; use: TokenUse } | null>;
  /** Rotates a refresh token. @returns the next pair; null, after revoking the whole sign-in, if the token was used before. */
  refresh(token: string, terms: TokenTerms): Promise<(TokenPair & { userId: number }) | null>;
  /** Revokes the sign-in of this refresh token. @returns false if the token is not one of ours, or its sign-in has ended. */
  revoke(token: string, issuer: string): Promise<boolean>;
}
