/** Who asks, once authenticated. */
export interface Principal {
  userId: number;
  role: Role;
  /** How they proved it. `password` is a log-in of this one request, as good as a session. */
  via: 'session' | 'api-key' | 'password';
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

/** Turns credentials into the one who has them. */
export interface Authenticator {
  /**
   * @param allowPassword whether Basic may carry the password in place of an API key.
   * @returns null when no credentials came.
   * @throws AvatarError invalid_credentials
   */
  authenticate(credentials: Credentials, allowPassword: boolean): Promise<Principal | null>;
}

export interface StoredPerson extends Person {
  passwordHash: string;
}

export interface PeopleRecords {
  /** The first person ever becomes the administrator. @throws AvatarError email_taken */
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
  /** The key with its owner, whether or not it has expired. */
  keyBySha256(sha256: string): Promise<{ key: ApiKey; person: Person } | null>;
  keysOf(userId: number): Promise<ApiKey[]>;
  /** False when this person has no such key. */
  deleteKey(userId: number, keyId: number): Promise<boolean>;
  touchKey(keyId: number, when: Date): Promise<void>;
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

export interface AccountRecords extends PeopleRecords, KeyRecords, ReplyRecords {}

export interface Accounts {
  /** Opens an account. The first one is the administrator's. Fields are validated by the caller. @throws AvatarError email_taken */
  open(account: { email: string; name: string; password: string }): Promise<Person>;
  /** null when the address is unknown or the password is wrong, in the same time. */
  signIn(email: string, password: string): Promise<Person | null>;
  person(userId: number): Promise<Person | null>;
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
}
