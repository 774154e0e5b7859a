/** Who asks, once authenticated. */
export interface Principal {
  userId: number;
  role: Role;
  /** How they proved it. `password` is a log-in of this one request, as good as a session. */
  via: 'session' | 'api-key' | 'password' | 'token';
  scopes: readonly Scope[];
}

export type Role = 'member' | 'admin';
export const SCOPES = ['avatar:read', 'avatar:write'] as const;
export type Scope = (typeof SCOPES)[number];

/** What everyone may know of a person, and their e-mail address, which only they may. */
export interface Person {
  id: number;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
}

/** What a request says about who sent it. Read from its headers alone. */
export type Credentials =
  | { kind: 'none' }
  /** `sameOrigin`: whether the browser says that one of our own pages sent it. */
  | { kind: 'session'; token: string; sameOrigin: boolean }
  | { kind: 'bearer'; token: string }
  /** An API key in a cookie, which a browser sends along wherever the request comes from. */
  | { kind: 'token-cookie'; token: string; sameOrigin: boolean }
  | { kind: 'basic'; email: string; secret: string }
  /** Something that cannot be understood, such as Basic without a colon. */
  | { kind: 'malformed'; message: string };

/** The networks from which somebody signed in to an account before. */
export interface KnownNetworks {
  includes(email: string, address: string): Promise<boolean>;
  add(email: string, address: string): Promise<void>;
}

/** Turns credentials into the one who has them. */
export interface Authenticator {
  /**
   * @param signIn what to do with a password that Basic carries in place of an API key; null where it may not
   * @returns null when no credentials came.
   * @throws AvatarError invalid_credentials, and what `signIn` throws
   */
  authenticate(credentials: Credentials, signIn: Accounts['signIn'] | null): Promise<Principal | null>;
}

export interface StoredPerson extends Person {
  passwordHash: string;
}

export interface PeopleRecords {
  /** The first person ever becomes the administrator. @throws AvatarError email_taken */
  createPerson(person: { email: string; name: string; passwordHash: string; generatedKey: string }): Promise<Person>;
  personById(userId: number): Promise<Person | null>;
  personByEmail(email: string): Promise<StoredPerson | null>;
  /** @param hash MD5 or SHA-256 of the address, hexadecimal in lower case: 32 or 64 characters */
  personByEmailHash(hash: string): Promise<Person | null>;
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
  /** The key with its owner, whether or not it has expired. */
  keyBySha256(sha256: string): Promise<{ key: ApiKey; person: Person } | null>;
  keysOf(userId: number): Promise<ApiKey[]>;
  /** False when this person has no such key. */
  deleteKey(userId: number, keyId: number): Promise<boolean>;
  touchKey(keyId: number, when: Date): Promise<void>;
  /** Gives the key another secret and keeps the rest. @returns the user id of the owner; null if no key has this hash */
  renewKey(sha256: string, next: { sha256: string; lastFour: string }): Promise<number | null>;
}

/** An answer that a client can ask for again with the same `Idempotency-Key`. */
export interface StoredReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface ReplyRecords {
  /** Claims the key for this request, or tells what became of it. `request` fingerprints method, address and body. */
  claimReply(userId: number, key: string, request: string, notBefore: Date): Promise<'claimed' | 'in-progress' | 'mismatch' | StoredReply>;
  finishReply(userId: number, key: string, reply: StoredReply): Promise<void>;
  /** After a failure, so that the client may try again. */
  releaseReply(userId: number, key: string): Promise<void>;
}

/** Sign-ins that issued tokens, by dialect. A refresh token is good once, or for all who send it at the same moment. */
export interface TokenRecords {
  openFamily(family: { id: string; userId: number; issuer: string; expiresAt: Date }): Promise<void>;
  /**
   * Uses up the refresh token with this serial number.
   * @returns when it was used up, which may be up to `REFRESH_TOGETHER_MS` ago; null when that is longer ago, or the token is older, and
   * then the whole family is revoked.
   */
  rotate(family: { id: string; issuer: string; serial: number; expiresAt: Date }): Promise<Date | null>;
  isAlive(id: string, issuer: string): Promise<boolean>;
  /** False when there was nothing to revoke. */
  revokeFamily(id: string, issuer: string): Promise<boolean>;
}

/** Where people signed in from. A network is an opaque word here. */
export interface NetworkRecords {
  isKnownNetwork(email: string, network: string): Promise<boolean>;
  /** Keeps the newest {@link KNOWN_NETWORKS} of the person; does nothing if nobody has this address. */
  addNetwork(email: string, network: string, when: Date): Promise<void>;
}

export interface AccountRecords extends PeopleRecords, KeyRecords, ReplyRecords, TokenRecords, NetworkRecords {}

export interface Accounts {
  /**
   * Opens an account. The first one is the administrator's. Form and length of the fields are validated by the caller.
   * @throws AvatarError email_taken, invalid_request if the password is one of the first that are tried
   */
  open(account: { email: string; name: string; password: string }): Promise<Person>;
  /** null when the address is unknown or the password is wrong, in the same time. */
  signIn(email: string, password: string): Promise<Person | null>;
  person(userId: number): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  /** @param hash MD5 or SHA-256 of the address, hexadecimal, as Gravatar's clients make it; whatever else it is, nobody has it. */
  personByEmailHash(hash: string): Promise<Person | null>;
  keys: ApiKeys;
}

export interface ApiKeys {
  /** @returns the key's only appearance in clear, beside its record. @throws AvatarError too_many_keys */
  create(
    userId: number,
    key: { label: string; scopes?: readonly Scope[]; expiresAt?: Date | null },
  ): Promise<{ secret: string; key: ApiKey }>;
  list(userId: number): Promise<ApiKey[]>;
  /** @throws AvatarError not_found */
  revoke(userId: number, keyId: number): Promise<void>;
  /** Another secret for the key that has this one, which is good no longer; null when no key has it. */
  renew(secret: string): Promise<string | null>;
}

/** What is left of a bound on requests. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** Unix time in seconds at which the count starts anew. */
  resetAt: number;
}

/** Bounds on requests in a minute. Each call counts one. @throws AvatarError rate_limited with `retryAfterSeconds`, not rounded. */
export interface RateLimits {
  user(userId: number): Promise<Allowance>;
  /** For those who are not signed in. */
  address(address: string): Promise<Allowance>;
  /** Gives one back that was counted for an address before it was known that the person is signed in. */
  refund(address: string): Promise<void>;
  /**
   * Runs an attempt to sign in with a password, which counts unless it finds somebody: for the account and the address together and,
   * where nobody signed in to the account before, for the account. That it is a request of its address as well is counted apart.
   * An attempt that fails does not count.
   *
   * @param email as it was sent: every spelling that finds the account is one
   * @throws AvatarError rate_limited; busy when too many are in progress; what `attempt` throws
   */
  signIn<T>(email: string, address: string, attempt: () => Promise<T | null>): Promise<T | null>;
}

export type TokenUse = 'access' | 'refresh';

export interface TokenPair {
  access: string;
  refresh: string;
  accessExpires: Date;
  refreshExpires: Date;
}

export interface TokenTerms {
  /** The dialect; only there can its refresh tokens be used. Access tokens are good wherever Bearer is. */
  issuer: string;
  accessSeconds: number;
  refreshSeconds: number;
}

export interface Tokens {
  issue(userId: number, terms: TokenTerms): Promise<TokenPair>;
  /** Whose token this is, and what for; null when it is wrong, expired or revoked. */
  verify(token: string): Promise<{ userId: number; use: TokenUse } | null>;
  /** The next pair; null, and the whole sign-in is revoked, when this refresh token was used before. */
  refresh(token: string, terms: TokenTerms): Promise<(TokenPair & { userId: number }) | null>;
  /** Ends the sign-in that this refresh token belongs to. False when it is none of ours, or has ended. */
  revoke(token: string, issuer: string): Promise<boolean>;
}
