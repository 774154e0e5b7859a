/** Bounds of the use cases, safe for the browser: server and form share them. */

/** Default of `MAX_UPLOAD_BYTES`: a 48 MP phone JPEG is about 15 MB, a 12 MP PNG about 25 MB. */
export const DEFAULT_MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

/** Longest alternative text in characters. It is part of every avatar resource, and screen readers read it without a pause. */
export const MAX_ALT_LENGTH = 250;

/** Longest reason of a moderation in characters: a short letter. */
export const MAX_REASON_LENGTH = 500;

/** Blocked files in one response, the newest. */
export const MAX_LISTED_BLOCKED_FILES = 1000;

/** Longest file name that is stored, in characters. File systems allow 255. */
export const MAX_FILE_NAME_LENGTH = 255;

/** Number of earlier versions that can be restored. Each keeps its original in the storage. */
export const KEPT_VERSIONS = 10;

/** Versions in one response: more than are kept of a person, unless their addresses show many. */
export const MAX_LISTED_VERSIONS = 100;

/** Days after which an earlier version is deleted: long enough to undo a mistake, short enough that removed pictures do disappear. */
export const KEPT_DAYS = 30;

/** People whose picture is known in memory: some 30 MB. */
export const DIRECTORY_PEOPLE = 20_000;

/** Hashes of e-mail addresses that are known to have no account: some 10 MB. */
export const DIRECTORY_STRANGERS = 50_000;

/** How long the last known picture is served while neither changes nor the database can be read, in milliseconds. */
export const LAST_KNOWN_MS = 10 * 60 * 1000;

/** Size of the cache of custom sizes in bytes: about 5,000 pictures of 80 pixels, or 100 of 2048. */
export const CUSTOM_SIZES_BYTES = 16 * 1024 * 1024;

/** Bytes of renditions kept in memory while the storage accepts no writes: about 800 of 256 pixels. */
export const UNSTORED_BYTES = 16 * 1024 * 1024;

/** Timeout of a request to Gravatar with all its redirects, in milliseconds. A person waits for it. */
export const GRAVATAR_TIMEOUT_MS = 5_000;

/** Largest response of Gravatar in bytes. We request 1,024 pixels, which are 4 MiB uncompressed. */
export const MAX_GRAVATAR_BYTES = 5 * 1024 * 1024;

/** Memory for pictures from other services of hashes without an account, and for the answers that there are none. */
export const UPSTREAM_BYTES = 32 * 1024 * 1024;

/** Time for which such an answer is kept, in milliseconds: a day; and after a failure: five minutes. */
export const UPSTREAM_KEPT_MS = 24 * 60 * 60 * 1000;
export const UPSTREAM_RETRY_MS = 5 * 60 * 1000;

/** Redirects that are followed. Gravatar redirects some pictures once, to another of its hosts. */
export const MAX_GRAVATAR_REDIRECTS = 3;

/** Concurrent requests to Gravatar. Each may hold a picture in memory. */
export const MAX_GRAVATAR_REQUESTS = 8;

/** Gravatar copies that are refreshed in one hour, one after another. If every request times out, that takes 42 minutes. */
export const GRAVATARS_PER_ROUND = 500;

/**
 * Free bytes on the disk of the data folder below which changes are refused. The embedded database hangs or exits when it cannot write.
 * This leaves room for its next two WAL segments of 16 MB, a checkpoint, and one upload of the largest size with its renditions.
 */
export const MIN_FREE_BYTES = 96 * 1024 * 1024;

/** The part of these bytes that is reserved for the database. Several uploads may be in progress when the bound is reached. */
export const RESERVED_BYTES = 48 * 1024 * 1024;

/** Free bytes that removals and revocations need: one WAL segment (16 MB) and some reserve. */
export const REMOVAL_BYTES = 24 * 1024 * 1024;

/**
 * Files above this many bytes are uploaded to the store where it takes them: functions of Vercel refuse bodies of more than 4.5 MB, and a
 * form has some bytes besides its file.
 */
export const DIRECT_UPLOAD_BYTES = 4_400_000;

/** Time in which a direct upload must begin, and in which it must be used, in milliseconds. */
export const UPLOAD_START_MS = 15 * 60 * 1000;
export const UPLOAD_USE_MS = 60 * 60 * 1000;

/** Direct uploads of one person in an hour: as many files of the largest size lie in the store unused at most. */
export const UPLOADS_PER_HOUR = 30;

/** Time in which a picture of another site must have arrived, with all redirects, in milliseconds: 25 MB at 14 Mbit/s. A person waits for it. */
export const WEB_PICTURE_TIMEOUT_MS = 15_000;

/** Redirects that are followed to a picture of another site: from `http`, to `www`, and to the host of its files. */
export const MAX_WEB_PICTURE_REDIRECTS = 5;

/** Pictures of other sites that are fetched at once. Each may be as large as an upload. */
export const MAX_WEB_PICTURE_REQUESTS = 4;

/** Pictures of other sites that one person can fetch in an hour: enough to try, too few to load other sites. */
export const WEB_PICTURES_PER_HOUR = 60;

/** Longest address of a picture in characters. Servers refuse longer ones. */
export const MAX_WEB_ADDRESS_LENGTH = 2048;

/** Memory for small pictures of earlier versions, which their owners look at: some 1,000 of them. */
export const THUMBNAILS_BYTES = 8 * 1024 * 1024;

/**
 * Maximum wait for such a picture in seconds. A page asks for all of a person at once, and they are made one after another: a HEIC of 12
 * megapixels takes a second and a half. Browsers and proxies give up after 30 or 60.
 */
export const THUMBNAIL_WAIT_SECONDS = 30;

/** Size of the pixel cache in bytes: ten squares of 1,024 pixels. */
export const PIXEL_CACHE_BYTES = 32 * 1024 * 1024;

/** Lifetime of its entries in milliseconds: a page that shows a new picture requests what it needs within a few seconds. */
export const PIXEL_CACHE_MS = 10_000;
