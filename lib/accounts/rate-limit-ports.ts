import type { LinkPurpose } from './links/ports';

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
  /** Every request with a service key, also one that reads. */
  serviceKey(keyId: number): Promise<Allowance>;
  /** For anonymous requests. */
  address(address: string): Promise<Allowance>;
  /** Returns a request that was charged to an address before its sender was authenticated. */
  refund(address: string): Promise<void>;
  /**
   * For a message with a link that anyone can ask for, by its purpose and address. The request limit of the network is separate.
   * @param email in canonical form
   */
  mail(purpose: LinkPurpose, email: string): Promise<Allowance>;
  /**
   * Runs a password sign-in under two limits: one for account and address, and one for the account over all unknown networks. A wrong
   * password consumes both; a right one, or an attempt that throws, consumes neither. The request limit of the address is separate.
   * Both limits count for each e-mail address, and once more for all addresses of a person. Past the latter any password is wrong, since
   * a refusal would reveal that the addresses belong to one account.
   * @param email in any spelling: all spellings of an address share one limit
   * @param attempt called with the e-mail address to verify the password for, which is of no account past the limit of a person
   * @throws AvatarError rate_limited; busy when too many are in progress; the errors of `attempt`
   */
  signIn<T>(email: string, address: string, attempt: (email: string) => Promise<T | null>): Promise<T | null>;
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

/** The networks of each account's earlier sign-ins. */
export interface KnownNetworks {
  /** @returns the id of the person who has this e-mail address, in any spelling; null if there is none */
  personOf(email: string): Promise<number | null>;
  includes(email: string, address: string): Promise<boolean>;
  add(email: string, address: string): Promise<void>;
}

/** Networks of earlier sign-ins. A network is an opaque string here. */
export interface NetworkRecords {
  isKnownNetwork(email: string, network: string): Promise<boolean>;
  /** When people signed in last from each, newest first. */
  knownNetworksOf(userId: number): Promise<{ seenAt: Date }[]>;
  /** Keeps the newest {@link MAX_KNOWN_NETWORKS} of the person. Does nothing if no account has this address. */
  addNetwork(email: string, network: string, when: Date): Promise<void>;
}
