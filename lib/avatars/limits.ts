/** Bounds of the use cases, safe for the browser: server and form share them. */

/** Largest upload in bytes unless `MAX_UPLOAD_BYTES` says otherwise: a 48 MP phone JPEG is about 15 MB, a 12 MP PNG about 25 MB. */
export const DEFAULT_MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

/** Longest description of a picture in characters: screen readers read it in one breath, and it goes into every reply. */
export const MAX_ALT_LENGTH = 250;

/** Longest file name that is kept, in characters. File systems stop at 255. */
export const MAX_FILE_NAME_LENGTH = 255;

/** How many earlier versions a person can go back to. Each keeps its original on disk. */
export const KEPT_VERSIONS = 10;

/** After how many days an earlier version is forgotten: long enough to regret, short enough that a removed picture does go. */
export const KEPT_DAYS = 30;

/** Bytes of pictures that are kept after they were made for somebody: some 5,000 of 80 pixels, or a hundred of 2048. */
export const CUSTOM_SIZES_BYTES = 16 * 1024 * 1024;

/** Bytes of renditions that are kept in memory while the storage takes none: some 800 of 256 pixels. */
export const UNSTORED_BYTES = 16 * 1024 * 1024;

/** Longest that Gravatar may take to answer, with all its redirects, in milliseconds: somebody waits for it. */
export const GRAVATAR_TIMEOUT_MS = 5_000;

/** Most bytes of a picture from Gravatar. We ask for 1,024 pixels, which are 4 MiB without any compression. */
export const MAX_GRAVATAR_BYTES = 5 * 1024 * 1024;

/** How often Gravatar may send us on. It does once, to a host of its own, for some pictures. */
export const MAX_GRAVATAR_REDIRECTS = 3;

/** Questions to Gravatar at once: each may hold its picture in memory. */
export const GRAVATARS_AT_ONCE = 8;

/** Copies of Gravatar's pictures that are looked after in one hour, one after another: with the longest answers they take 42 minutes. */
export const GRAVATARS_PER_ROUND = 500;

/**
 * Free bytes on the disk of the data folder below which nothing is changed. The embedded database hangs or ends when it cannot write, so
 * before that happens there has to be room for its next two WAL segments of 16 MB, for what it writes at a checkpoint, and for one of
 * the largest uploads with its renditions.
 */
export const MIN_FREE_BYTES = 96 * 1024 * 1024;

/** The part of that which pictures never take: for the database. Several uploads may be under way when the bound is reached. */
export const RESERVED_BYTES = 48 * 1024 * 1024;

/** Bytes that have to be free for removals and revocations: a segment of the database's log of changes (16 MB), and some room beside it. */
export const REMOVAL_BYTES = 24 * 1024 * 1024;

/** Bytes of decoded squares that are kept for whoever asks for other sizes and formats of the same picture: ten of 1,024 pixels. */
export const PIXEL_CACHE_BYTES = 32 * 1024 * 1024;

/** For how long, in milliseconds: a page that shows a new picture asks for what it needs within a few seconds. */
export const PIXEL_CACHE_MS = 10_000;
