/** Bounds on request bodies. */

/** Most bytes of a multipart body besides its file: boundaries, headers, crop and description. */
export const MULTIPART_OVERHEAD_BYTES = 64 * 1024;

/** Most bytes of a refused form that are read and discarded: five times the largest upload, so that its page can say what was wrong. */
export const MAX_DISCARDED_BYTES = 128 * 1024 * 1024;

/** Most parts of a multipart body. Our pages send three. */
export const MAX_MULTIPART_PARTS = 20;

/** Most spaces and tabs after a boundary. Gateways may add a few (RFC 2046 section 5.1.1). */
export const MAX_BOUNDARY_PADDING = 1024;

/** Largest JSON body in bytes. Our pages send a few hundred. */
export const MAX_JSON_BYTES = 64 * 1024;

/** Largest file of people in bytes: some 100,000 people. It is held in memory as a whole. */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024;

/** Minimum mean throughput of a body in bytes per second: half the upload rate of EDGE, the slowest mobile network still in use. */
export const MIN_BODY_BYTES_PER_SECOND = 8 * 1024;

/** Seconds that a body may fall behind that rate. A phone that changes cells resumes within ten. */
export const BODY_GRACE_SECONDS = 12;

/** Lines of a body that is handled while it is read. Their results, some 200 bytes each, are kept until the client reads them. */
export const MAX_STREAM_LINES = 10_000;

/**
 * Capacity in bytes for all bodies that the process reads or handles at a time: ten of the largest uploads. At least two of the largest
 * fit, for every `MAX_UPLOAD_BYTES`.
 */
export const BODY_BUDGET_BYTES = 256 * 1024 * 1024;

/** Share of that for one person, and for all anonymous clients together, so that one sender cannot block all others. */
export const BODY_BUDGET_SHARE = 0.5;

/** URLs whose responses are stored in memory, some 1 kB each without the picture: of people, and of hashes without an account. */
export const MAX_RESPONSES = 20_000;
export const MAX_STRANGERS_RESPONSES = 5_000;

/** Values of `Accept` for which responses of one URL are stored. Browsers and clients send few. */
export const MAX_VARIANTS = 8;

/** Largest stored body in bytes that is not a picture. */
export const SMALL_BODY_BYTES = 16 * 1024;

/** Event streams of one person: a tab shares its stream with the others of its browser. The oldest one ends for another. */
export const MAX_STREAMS_PER_PERSON = 20;

/** Event streams of the process, some 115 kB each with their connection. */
export const MAX_STREAMS = 2_000;

/** Bytes of events that a client may leave unread, beside those in the buffers of its connection. An event has about 100. */
export const MAX_QUEUED_EVENT_BYTES = 16 * 1024;

/** Interval of heartbeats in milliseconds. Proxies close connections that are silent for 60 seconds, some after 30. */
export const HEARTBEAT_MS = 20_000;

/** Interval in milliseconds in which clients ask functions for events. Each time takes a function and two queries. */
export const EVENT_POLL_MS = 30_000;
