/** How long a mailed link works, in milliseconds. */
export const LINK_MS = 60 * 60 * 1000;

/** How long the link works that invites the owner of an imported account, in milliseconds: people are on leave. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** Links of one purpose that anyone can have sent to one address in an hour. At most {@link MAX_LINKS}, so that none lapses for a newer one. */
export const LINKS_PER_HOUR = 5;

/** Working links of one purpose to one address. Of more, the oldest lapse. */
export const MAX_LINKS = 5;
