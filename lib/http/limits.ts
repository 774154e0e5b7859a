/** Bounds on request bodies. */

/** Most bytes of a multipart body beside its file: boundaries, headers, the crop and the description. */
export const MULTIPART_OVERHEAD_BYTES = 64 * 1024;

/** Most parts of a multipart body. Ours has three. */
export const MAX_MULTIPART_PARTS = 20;

/** Most spaces and tabs after a boundary. Gateways that pad lines add a few (RFC 2046 section 5.1.1). */
export const MAX_BOUNDARY_PADDING = 1024;

/** Largest JSON body in bytes. Ours have a few hundred. */
export const MAX_JSON_BYTES = 64 * 1024;

/** Slowest mean rate of a body in bytes a second: half of what the oldest mobile data still in use, EDGE, carries upwards. */
export const MIN_BODY_BYTES_PER_SECOND = 8 * 1024;

/** How long a body may be slower than that or stand still, in seconds: a phone that changes cells is back within ten. */
export const BODY_GRACE_SECONDS = 12;

/**
 * Bytes of all bodies that are being read or worked on at one time, in the whole process: ten of the largest uploads. At least two of
 * these fit, whatever `MAX_UPLOAD_BYTES` says.
 */
export const BODY_BUDGET_BYTES = 256 * 1024 * 1024;

/** The share of that which one person may have, and all strangers together: nobody can keep everyone else out. */
export const BODY_BUDGET_SHARE = 0.5;
