/** How long a message is tried to be sent unless it expires earlier, in milliseconds: mail servers are repaired over a weekend. */
export const GIVE_UP_MS = 3 * 24 * 60 * 60 * 1000;

/** How long a message is kept in the outbox, in milliseconds, sent or not. */
export const KEEP_MESSAGES_MS = 14 * 24 * 60 * 60 * 1000;
