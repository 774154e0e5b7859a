/**
 * Every number that a stranger can choose has its bound here, with the reason. The file is safe for the browser: server and form
 * share it, so the page never promises what the server refuses.
 */

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

/** Smallest side of a crop in pixels. Below one there is no picture. */
export const MIN_CROP_SIDE = 1;

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
export const MAX_VIDEO_CANDIDATES = 1000;

/** Most bytes of XMP that are read, which take a second or two. Programs write tens of thousands; what has more are depth maps. */
export const MAX_XMP_BYTES = 256 * 1024;

/** What JPEG shows behind transparent pixels unless the person chose: what most pages have, and not black, which is nobody's wish. */
export const DEFAULT_BACKGROUND = '#ffffff';

/** Frames of an animation that is kept. A GIF of ten seconds has 100 to 300; beyond that it is a film. */
export const MAX_ANIMATION_FRAMES = 300;

/** Pixels of an animation that is kept, over all frames, as uploaded: 80 frames of 800 × 600. Decoding them takes about a second. */
export const MAX_ANIMATION_PIXELS = 40_000_000;

/** Bytes of the largest moving rendition. Every page that shows the person has to load one. */
export const MAX_ANIMATION_BYTES = 2 * 1024 * 1024;

/** Nor may it be larger than what was uploaded, unless it is as small as this, which harms nobody. */
export const HARMLESS_ANIMATION_BYTES = 200 * 1024;
