/** Limits of accounts, keys and sign-ins. Safe for the browser: server and forms share them. */

/** Largest id: PostgreSQL's `integer`. A query for a larger one fails instead of finding nothing. */
export const LARGEST_ID = 2_147_483_647;

/** `Retry-After` while the database does not answer, in seconds: lock timeouts end after 4 s, and a server restart takes a few. */
export const DATABASE_RETRY_SECONDS = 5;

/** API keys per person: enough for every device and script, few enough to look through. */
export const MAX_API_KEYS = 50;

/** Service keys: one for each system of an organisation, few enough to look through. */
export const MAX_SERVICE_KEYS = 50;

/** E-mail addresses per person: those of work, home and former names. */
export const MAX_ADDRESSES = 10;

/** Sign-in attempts per minute for one account from one address: more than typing errors need, too few to guess a password. */
export const SIGN_INS_PER_MINUTE = 10;

/** Queue timeout of concurrent sign-ins to one account from one address, in seconds: as long as the database lock timeout. */
export const SIGN_IN_WAIT_SECONDS = 5;

/**
 * Estimated duration of one sign-in, in seconds: a password hash on a small machine. About 30 concurrent ones fit into the queue timeout.
 */
export const SIGN_IN_SECONDS = 0.15;

/**
 * Wrong passwords per account in {@link GUESSES_WINDOW_SECONDS}, over all unknown networks: 2,880 a day at most. An attack can make the owner wait
 * on an unknown network, but not on a known one.
 */
export const GUESSES_PER_ACCOUNT = 30;

/** Window of {@link GUESSES_PER_ACCOUNT}, in seconds. */
export const GUESSES_WINDOW_SECONDS = 15 * 60;

/** Known networks per account: home, work and the last mobile ones. A new one replaces the oldest. */
export const MAX_KNOWN_NETWORKS = 20;

/**
 * Keys per rate-limit counter: some 25 MB. Past it the least recently used key is evicted. Each sign-in attempt costs a password hash, so
 * evicting the guesses of one account takes half an hour of one core.
 */
export const MAX_COUNTERS = 50_000;

/**
 * Refresh-token reuse window, in milliseconds. Responses wait until it closes, so any later use is a replay. Clients that send several
 * requests at once also send several refreshes.
 */
export const REFRESH_REUSE_WINDOW_MS = 500;

/** Lifetime of a session in a browser, in seconds, from when it was last seen: 30 days. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Age at which the cookie of a session is replaced, in milliseconds. Pages ask once a day, some a little early. */
export const COOKIE_ROTATION_MS = 20 * 60 * 60 * 1000;

/** How long requests that were sent with the cookie before are accepted after the first use of a new one, in milliseconds. */
export const COOKIE_REUSE_WINDOW_MS = 60_000;

/** How long after a sign-in a person without a password may do what others confirm with theirs, in milliseconds. */
export const RECENT_SIGN_IN_MS = 10 * 60 * 1000;

/** Sessions in browsers per person: few enough to look through. Of more, those not seen for longest end. */
export const MAX_SESSIONS = 50;

/** Characters of a `User-Agent` header that are kept. Those of browsers have at most 250. */
export const MAX_USER_AGENT_LENGTH = 300;

export const MAX_KEY_LABEL_LENGTH = 100;

export const MAX_NAME_LENGTH = 100;

/** RFC 5321 section 4.5.3.1.3. */
export const MAX_EMAIL_LENGTH = 254;

/** NIST SP 800-63B section 5.1.1.2. */
export const MIN_PASSWORD_LENGTH = 8;

/** argon2 accepts any length. The limit keeps unauthenticated clients from making the server hash megabytes. */
export const MAX_PASSWORD_LENGTH = 200;

/** {@link MAX_PASSWORD_LENGTH} in UTF-16 code units, which `maxlength` counts: emoji have two, and browsers truncate silently. */
export const MAX_PASSWORD_UNITS = 2 * MAX_PASSWORD_LENGTH;

/** How long expired invites stay in the list, in milliseconds. */
export const KEEP_INVITES_MS = 30 * 24 * 60 * 60 * 1000;
