/** How long a mailed link works, in milliseconds. */
export const LINK_MS = 60 * 60 * 1000;

/** Working links of one purpose to one address. Of more, the oldest lapse. */
export const MAX_LINKS = 5;
