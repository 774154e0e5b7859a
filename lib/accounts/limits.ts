/** Bounds of accounts, keys and sign-ins, safe for the browser: server and form share them. */

/** Largest id: PostgreSQL's `integer`. A query for a larger one fails instead of finding nothing. */
export const LARGEST_ID = 2_147_483_647;

/** After how long to try again while the database does not answer, in seconds: a lock is waited for 4 s, and a server restarts in a few. */
export const DATABASE_RETRY_SECONDS = 5;

/** API keys for each person: enough for every device and script, few enough to look through. */
export const MAX_API_KEYS = 50;

/** Attempts to sign in to one account from one address in a minute: more than anyone mistypes, too few to guess. */
export const SIGN_INS_PER_MINUTE = 10;

/** Longest that a sign-in waits for others to the same account from the same address, in seconds: as long as one waits for the database. */
export const SIGN_IN_WAIT_SECONDS = 5;

/** How long one sign-in takes, in seconds, to estimate that wait: a password hash on a small machine. About 30 at once fit into the wait. */
export const SIGN_IN_SECONDS = 0.15;

/**
 * Wrong passwords for one account in {@link GUESSES_SECONDS}, over all networks from which nobody signed in to it before: 2,880 a day at
 * most. Its owner may have to wait where they are for the first time, and nowhere else.
 */
export const GUESSES_PER_ACCOUNT = 30;

/** How long these are counted, in seconds. */
export const GUESSES_SECONDS = 15 * 60;

/** Networks of one account that are remembered: home, work and the last mobile ones. The oldest makes room. */
export const KNOWN_NETWORKS = 20;

/**
 * Keys of one kind that requests are counted by, at the same time: some 25 MB. Beyond it the one that was used longest ago is forgotten.
 * Each attempt to sign in costs a password hash, so forgetting one account's guesses takes half an hour of one core.
 */
export const MAX_COUNTED = 50_000;

/**
 * Refresh-token reuse window, in milliseconds. Responses wait until it closes, so any later use is a replay. Clients that send several
 * requests at once also send several refreshes.
 */
export const REFRESH_TOGETHER_MS = 500;

export const MAX_KEY_LABEL_LENGTH = 100;

export const MAX_NAME_LENGTH = 100;

/** RFC 5321 section 4.5.3.1.3. */
export const MAX_EMAIL_LENGTH = 254;

/** NIST SP 800-63B section 5.1.1.2. */
export const MIN_PASSWORD_LENGTH = 8;

/** argon2 takes any length; hashing a megabyte for a stranger is work for nothing. */
export const MAX_PASSWORD_LENGTH = 200;

/** The same in UTF-16 code units, as `maxlength` of a form counts: emoji have two, and the browser cuts off silently. */
export const MAX_PASSWORD_UNITS = 2 * MAX_PASSWORD_LENGTH;
