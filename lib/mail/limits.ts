/** How long a message is tried to be sent unless it expires earlier, in milliseconds: mail servers are repaired over a weekend. */
export const GIVE_UP_MS = 3 * 24 * 60 * 60 * 1000;

/** How long a message is kept in the outbox, in milliseconds, sent or not. */
export const KEEP_MESSAGES_MS = 14 * 24 * 60 * 60 * 1000;

/** Interval at which a process looks for messages that are due: retries, and those of a process that has ended. In milliseconds. */
export const POLL_MS = 15_000;

/** Bound on one attempt to send a message, in milliseconds. */
export const SEND_MS = 60_000;

/** When an attempt is taken for lost, in milliseconds. Longer than {@link SEND_MS}, so that no other process sends the message as well. */
export const CLAIM_MS = 5 * 60_000;

/** Delay of the second attempt, in milliseconds. It doubles with each further one. */
export const FIRST_RETRY_MS = 30_000;

/** Largest delay between two attempts, in milliseconds. */
export const MAX_RETRY_MS = 60 * 60_000;

/** Time that an attempt has to end when the server stops, in milliseconds. */
export const CLOSE_MS = 1_000;
