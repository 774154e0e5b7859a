/**
 * Every number that a stranger can choose has its bound here, with the reason. The file is safe for the browser: server and form
 * share it, so the page never promises what the server refuses.
 */

/** Largest upload in bytes unless `MAX_UPLOAD_BYTES` says otherwise: a 48 MP phone JPEG is about 15 MB, a 12 MP PNG about 25 MB. */
export const DEFAULT_MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

/** Most pixels of one picture, over all its frames. The largest phone photo today has 50 million (8160 × 6144). */
export const MAX_PIXELS = 90_000_000;

/**
 * Most bytes that decoding may hold of one picture: 90 million pixels of five bytes. Of kinds that need more for a pixel, fewer pixels are
 * taken: 65 million of a progressive JPEG, 52 of WebP, 45 of an interlaced PNG of 16 bits, 17 to 25 of AVIF.
 */
export const MAX_DECODED_BYTES = 450_000_000;

/** Most pixels of one HEIC, which a phone writes 49 million of. Its decoder takes six seconds for them, and holds them three times over. */
export const MAX_HEIC_PIXELS = 50_000_000;

/** Longest side in pixels: what WebP can hold is 16,383, and no camera comes near it. Guards against 1 × 90,000,000. */
export const MAX_SIDE = 30_000;

/** Largest id: PostgreSQL's `integer`. A query for a larger one fails instead of finding nothing. */
export const LARGEST_ID = 2_147_483_647;

/** After how long to try again while the database does not answer, in seconds: a lock is waited for 4 s, and a server restarts in a few. */
export const DATABASE_RETRY_SECONDS = 5;

/** Smallest side of a crop in pixels. Below one there is no picture. */
export const MIN_CROP_SIDE = 1;

/** Longest description of a picture in characters: screen readers read it in one breath, and it goes into every reply. */
export const MAX_ALT_LENGTH = 250;

/** Longest file name that is kept, in characters. File systems stop at 255. */
export const MAX_FILE_NAME_LENGTH = 255;

/** How many earlier versions a person can go back to. Each keeps its original on disk. */
export const KEPT_VERSIONS = 10;

/** After how many days an earlier version is forgotten: long enough to regret, short enough that a removed picture does go. */
export const KEPT_DAYS = 30;

/** Most frames of one picture. A minute at 16 a second; more are films, and each costs time however small it is. */
export const MAX_FRAMES = 1000;

/** Most blocks that a file may be made of: one of 25 MB in chunks of a kilobyte, as no encoder writes them, has half of that. */
export const MAX_BLOCKS = 50_000;

/**
 * Most boxes of a HEIF that are read from one list: at the top level, in `meta`, among items or properties. A photo of 48 megapixels has
 * some 200 tiles, and libheif takes at most 1,000 items. Several lists are read more than once, before any decoder.
 */
export const MAX_HEIF_BOXES = 4096;

/** Most tracks of a HEIF sequence that are read. Encoders write one for colours and one for transparency, and cameras one for sound. */
export const MAX_HEIF_TRACKS = 16;

/**
 * Minimum average distance between 0xFF bytes in JPEG scan data, in bytes; MAX_BLOCKS of them are allowed on top. Encoders write one in
 * about 256, and one in 50 with restart markers. Parsing 25 MB of nothing but 0xFF takes 0.1 s.
 */
export const JPEG_BYTES_PER_MARK = 32;

/**
 * Most pieces that the data of a GIF may be in. Encoders fill theirs with 255 bytes, so that 25 MB are in 100,000; a million is passed in
 * eight milliseconds, and the thirteen million of one byte that fit into 25 MB would hold everybody up for ten times as long.
 */
export const MAX_GIF_PIECES = 1_000_000;

/**
 * Most bytes of a GIF's pixels that are looked through for a colour which they do not use. Frames that are cleared, and larger than what
 * comes after them, have some kilobytes; these take fifteen milliseconds, in which nobody else is answered.
 */
export const MAX_GIF_SEARCHED_BYTES = 1024 * 1024;

/**
 * Most bytes of a picture that are not pixels: camera data, colour profiles, text, thumbnails. Depth maps of phones have some two
 * million and a print profile one; libpng takes no more than this for one chunk either.
 */
export const MAX_METADATA_BYTES = 8 * 1024 * 1024;

/**
 * Most zeros at the end of a JPEG that lacks its EOI marker. Tools that round a file up fill at most one block of a disk or a network; each
 * zero is looked at on its own, each time a rendition is made.
 */
export const MAX_JPEG_PADDING = 64 * 1024;

/** Most scans of a JPEG. Encoders make about ten, the thorough ones twenty; each goes over all pixels, and 2,600 of them fit into 450 kB. */
export const MAX_SCANS = 100;

/** Most fields in the directory of a TIFF. Programs write some thirty, and libtiff takes no more than this either. */
export const MAX_TIFF_FIELDS = 4096;

/**
 * Most JPEG markers that are read in all strips of a TIFF together: one has about five, so that 12,000 tiles of 128 pixels, of 196
 * megapixels, pass. A marker takes half a microsecond, and others wait for it.
 */
export const MAX_TIFF_JPEG_MARKERS = 60_000;

/**
 * Longest that decoding of one upload may take, in seconds, over all the pipelines that it takes. The slowest of what the other bounds let
 * through takes five on one core, and boards are slow.
 */
export const MAX_DECODE_SECONDS = 20;

/** Bytes that decoding holds at the same time, over all uploads but HEIC: those of the most expensive picture alone. */
export const GATE_BYTES = MAX_DECODED_BYTES;

/** Pixels that one core decodes in a second, to estimate how long a queue is. A phone's JPEG comes at 60 million. */
export const DECODED_PER_SECOND = 40_000_000;

/** Longest that an upload waits for its turn to be decoded, in seconds. Browsers and proxies give up after 30 or 60. */
export const MAX_WAIT_SECONDS = 10;

/** What an upload that found no room for its bytes is told to wait, in seconds: nothing says how long it takes. */
export const RETRY_AFTER_SECONDS = 2;

/** Bytes of kept originals that are read at the same time, waiting to be decoded or decoded: five of the largest, or a hundred photos. */
export const ORIGINALS_BYTES = 128 * 1024 * 1024;

/** Bytes that are held at the same time by what is made for readers, beside decoding: one AVIF of 2048 pixels, or a thousand drawings of 80. */
export const READERS_BYTES = 128 * 1024 * 1024;

/** Bytes of pictures that are kept after they were made for somebody: some 5,000 of 80 pixels, or a hundred of 2048. */
export const MADE_PICTURES_BYTES = 16 * 1024 * 1024;

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
 * How long a HEIC picture may take to decode, in seconds. WebAssembly needs 1.5 for the 12 million pixels of a phone photo on a quiet
 * core and some six for 48 million; one that is made to take for ever is stopped here.
 */
export const HEIC_SECONDS = 20;

/** After how long without a HEIC picture its thread is ended, in milliseconds. It holds some 90 MB after a photo of 12 megapixels and 340 after one of 48, and starts again in 0.2 s. */
export const HEIC_IDLE_MS = 30_000;

/**
 * How long may be read what a file says beside its pixels, in seconds, from its own turn on. A phone photo takes some milliseconds;
 * where it takes longer, the receipt says only that there was something.
 */
export const METADATA_SECONDS = 2;

/**
 * Longest that an upload waits for that turn, in seconds: two files that take all of their time may be ahead, so that one person with two
 * uploads empties nobody's receipt, and a thread has to start again after each. The upload has waited for its decoder already, and a
 * receipt is worth no more.
 */
export const METADATA_WAIT_SECONDS = 6;

/** How often what may be the start of a video behind a photo is looked at: once in those of phones, and each look is a search. */
export const MAX_VIDEO_LOOKS = 1000;

/** Most bytes of XMP that are read, which take a second or two. Programs write tens of thousands; what has more are depth maps. */
export const MAX_XMP_BYTES = 256 * 1024;

/** Longest side in pixels of what a browser that cannot show a picture gets to frame it on: sharp on any screen, and some 300 kB. */
export const PREVIEW_SIDE = 2048;

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
export const MAX_BODIES_BYTES = 256 * 1024 * 1024;
/** The share of that which one person may have, and all strangers together: nobody can keep everyone else out. */
export const BODIES_SHARE = 0.5;

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

/** The formats that we read, by the name that the decoder gives them. */
export const FORMATS = {
  jpeg: { label: 'JPEG', mime: 'image/jpeg', extensions: ['.jpg', '.jpeg', '.jfif'] },
  png: { label: 'PNG', mime: 'image/png', extensions: ['.png', '.apng'] },
  webp: { label: 'WebP', mime: 'image/webp', extensions: ['.webp'] },
  gif: { label: 'GIF', mime: 'image/gif', extensions: ['.gif'] },
  avif: { label: 'AVIF', mime: 'image/avif', extensions: ['.avif'] },
  heic: { label: 'HEIC', mime: 'image/heic', extensions: ['.heic', '.heif', '.hif'] },
  tiff: { label: 'TIFF', mime: 'image/tiff', extensions: ['.tif', '.tiff'] },
} as const satisfies Record<string, { label: string; mime: string; extensions: readonly string[] }>;

export type InputFormat = keyof typeof FORMATS;

/** What is taken where nothing else is said. TIFF is a container of half a century of codecs, so it is read only where a wire asks for it. */
export const GENERAL_FORMATS: readonly InputFormat[] = (Object.keys(FORMATS) as InputFormat[]).filter((format) => format !== 'tiff');

/** The input formats as a sentence lists them: "JPEG, PNG, WebP, GIF, AVIF or HEIC". */
export function listFormats(formats: readonly InputFormat[] = GENERAL_FORMATS): string {
  const labels = formats.map((format) => FORMATS[format].label);
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
}

/** The sizes that we serve, in pixels; nothing between them exists, so nobody can make us render a thousand sizes. */
export const LADDER = [20, 30, 40, 55, 64, 75, 90, 100, 128, 180, 200, 230, 256, 290, 400, 500, 512, 1024] as const;

export const LARGEST_SIZE = 1024 satisfies (typeof LADDER)[number];

/** `full` is the crop at its own size, up to this many pixels: a picture for print or a profile page, not an archive. */
export const FULL_SIDE = 2048;

/** Most pixels of a whole picture that nobody framed: a phone's photo of 12 megapixels is shown in its original size. */
export const MAX_WHOLE_PIXELS = 16_000_000;

export type Size = (typeof LADDER)[number] | 'full';

/** What JPEG shows behind transparent pixels unless the person chose: what most pages have, and not black, which is nobody's wish. */
export const DEFAULT_BACKGROUND = '#ffffff';

/** Rendered while the person waits, as WebP: what our own pages and most clients ask for. The others are made when first asked for. */
export const EAGER_SIZES = [64, 128, 256, 512] as const satisfies readonly Size[];

/** Bytes of decoded squares that are kept for whoever asks for other sizes and formats of the same picture: ten of 1,024 pixels. */
export const SQUARES_BYTES = 32 * 1024 * 1024;

/** For how long, in milliseconds: a page that shows a new picture asks for what it needs within a few seconds. */
export const SQUARES_MS = 10_000;

/** Frames of an animation that is kept. A GIF of ten seconds has 100 to 300; beyond that it is a film. */
export const MAX_ANIMATION_FRAMES = 300;

/** Pixels of an animation that is kept, over all frames, as uploaded: 80 frames of 800 × 600. Decoding them takes about a second. */
export const MAX_ANIMATION_PIXELS = 40_000_000;

/** Largest side of a moving rendition in pixels: a picture that moves is looked at small, and bytes grow with the square. */
export const ANIMATION_SIDE = 512;

/** Pixels of a moving rendition over all its frames. Making it takes twelve bytes for each; long animations are made smaller for it. */
const MAX_FILM_PIXELS = 24_000_000;

/** Bytes of the largest moving rendition. Every page that shows the person has to load one. */
export const MAX_ANIMATION_BYTES = 2 * 1024 * 1024;

/** Nor may it be larger than what was uploaded, unless it is as small as this, which harms nobody. */
export const HARMLESS_ANIMATION_BYTES = 200 * 1024;

/** Side of the frames that all moving renditions of an animation are made from, in pixels. @param available side of the crop */
export function animationSide(frames: number, available: number): number {
  return Math.min(ANIMATION_SIDE, available, Math.floor(Math.sqrt(MAX_FILM_PIXELS / frames)));
}

/** The moving rendition that is made while the person waits: the largest, by which the bytes are judged. Smaller ones are made when asked for. */
export const EAGER_ANIMATION = ANIMATION_SIDE satisfies Size;

/** The formats that we serve, by file extension. */
export const OUTPUT_FORMATS = {
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
} as const;

export type OutputFormat = keyof typeof OUTPUT_FORMATS;

/** A size as an address spells it, or undefined when the ladder does not have it. */
export function parseSize(text: string): Size | undefined {
  return text === 'full' ? 'full' : LADDER.find((size) => String(size) === text);
}

/** The smallest ladder size that is at least `pixels`, or the largest. */
export function sizeAtLeast(pixels: number): Size {
  return LADDER.find((size) => size >= pixels) ?? LARGEST_SIZE;
}
