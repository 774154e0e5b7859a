/**
 * Limits on every number that a client can choose, with their reasons. Server and browser import this file, so the page never promises what
 * the server refuses.
 */

/** Maximum pixels of a picture over all its frames. The largest phone photo today has 50 million (8160 × 6144). */
export const MAX_PIXELS = 90_000_000;

/**
 * Maximum memory that decoding of one picture may hold, in bytes: 90 million pixels of five bytes. Formats that need more memory per pixel
 * have a lower pixel limit: 65 million for a progressive JPEG, 52 for WebP, 45 for an interlaced 16-bit PNG, 17 to 25 for AVIF.
 */
export const MAX_DECODED_BYTES = 450_000_000;

/** Maximum pixels of a HEIC; phones write 49 million. Decoding these takes six seconds and three times their memory. */
export const MAX_HEIC_PIXELS = 50_000_000;

/** Maximum side in pixels. WebP can hold 16,383, and no camera comes near it. Guards against 1 × 90,000,000. */
export const MAX_SIDE = 30_000;

/**
 * Maximum side of a crop, in longer sides of the picture. A logo of 8 × 1 fits with a wide margin; beyond, a picture becomes a dot. The
 * pixels of a result do not grow with its crop.
 */
export const MAX_CROP_FACTOR = 8;

/** Minimum side of a crop in pixels. A crop below one pixel is empty. */
export const MIN_CROP_SIDE = 1;

/** Maximum frames of a picture: a minute at 16 frames a second. Each frame costs time however small it is. */
export const MAX_FRAMES = 1000;

/**
 * Maximum blocks (segments, chunks, boxes) of a file. A 25 MB file in chunks of one kilobyte, smaller than any encoder writes, has half as
 * many.
 */
export const MAX_BLOCKS = 50_000;

/**
 * Maximum boxes read from one list of a HEIF: the top level, `meta`, items or properties. A photo of 48 megapixels has about 200 tiles, and
 * libheif accepts at most 1,000 items. Several lists are read more than once before decoding.
 */
export const MAX_HEIF_BOXES = 4096;

/** Maximum tracks read of a HEIF sequence. Encoders write one for colours and one for alpha; cameras add one for sound. */
export const MAX_HEIF_TRACKS = 16;

/**
 * Minimum average distance between 0xFF bytes in JPEG scan data, in bytes; MAX_BLOCKS of them are allowed on top. Encoders write one in
 * about 256, and one in 50 with restart markers. Parsing 25 MB of nothing but 0xFF takes 0.1 s.
 */
export const JPEG_BYTES_PER_FF = 32;

/**
 * Maximum data sub-blocks of a GIF. Encoders fill them with 255 bytes, so 25 MB have 100,000. Parsing a million takes 8 ms; the 13 million
 * one-byte sub-blocks that fit into 25 MB would block the event loop ten times as long.
 */
export const MAX_GIF_SUB_BLOCKS = 1_000_000;

/**
 * Maximum bytes of GIF image data searched for an unused colour. Cleared frames that are larger than the next one have some kilobytes; a
 * megabyte takes 15 ms and blocks the event loop.
 */
export const MAX_GIF_SEARCHED_BYTES = 1024 * 1024;

/**
 * Maximum metadata of a picture in bytes: EXIF, ICC profiles, text, thumbnails. Depth maps of phones have about two million bytes, a print
 * profile one million. libpng has the same limit for a chunk.
 */
export const MAX_METADATA_BYTES = 8 * 1024 * 1024;

/**
 * Maximum zero padding after a JPEG without an EOI marker, in bytes. Tools that round up a file size add at most one disk or network block.
 * Each byte is checked separately, for each rendition.
 */
export const MAX_JPEG_PADDING = 64 * 1024;

/**
 * Maximum scans of a JPEG. Encoders make about ten, optimising ones twenty. Each scan passes over all pixels, and 2,600 of them fit into
 * 450 kB.
 */
export const MAX_SCANS = 100;

/** Maximum fields in a TIFF IFD. Programs write about thirty; libtiff has the same limit. */
export const MAX_TIFF_FIELDS = 4096;

/**
 * Maximum JPEG markers read in all strips or tiles of a TIFF together. A strip has about five, so 12,000 tiles of 128 pixels (196
 * megapixels) pass. A marker takes 0.5 µs and blocks the event loop.
 */
export const MAX_TIFF_JPEG_MARKERS = 60_000;

/**
 * Maximum decoding time of an upload in seconds, over all its pipelines. The slowest file within the other limits takes five on one core;
 * single-board computers are slower.
 */
export const MAX_DECODE_SECONDS = 20;

/**
 * Maximum decoding time of a HEIC in seconds. WebAssembly takes 1.5 for 12 megapixels on a quiet core and about 6 for 48. Malicious files
 * are stopped here.
 */
export const HEIC_SECONDS = 20;

/**
 * Idle time after which the HEIC thread ends, in milliseconds. It holds 90 MB after a 12-megapixel photo and 340 MB after one of 48. It
 * restarts in 0.2 s.
 */
export const HEIC_IDLE_MS = 30_000;

/**
 * Maximum time to read embedded metadata in seconds, without the time in the queue and the start of the thread. A phone photo takes
 * milliseconds. After a timeout, the report says only that metadata was present.
 */
export const METADATA_SECONDS = 2;

/**
 * Maximum time in the metadata queue in seconds. It covers two files ahead that time out, each followed by a restart of the thread, which
 * takes a tenth of a second on a quiet machine: two uploads of one person must not cost another person the report. The upload has already
 * waited for its decoder, so a longer wait is not justified.
 */
export const METADATA_WAIT_SECONDS = 6;

/**
 * Maximum time to find faces in a picture in seconds, without the time in the queue and the start of the thread. On busy cores the whole
 * first framing took 0.4 to 1.9 s at the median; after a timeout, it goes by attention alone.
 */
export const FACES_SECONDS = 5;

/** Maximum time in the queue for faces in seconds. The editor is open already, and its first framing is a help only while it is fresh. */
export const FACES_WAIT_SECONDS = 5;

/** Maximum candidates for the start of a video after a photo. Phone photos have one, and each candidate costs a search. */
export const MAX_VIDEO_CANDIDATES = 1000;

/** Maximum XMP that is read, in bytes; it takes one to two seconds. Programs write tens of thousands; larger ones are depth maps. */
export const MAX_XMP_BYTES = 256 * 1024;

/** Default colour behind transparent pixels in JPEG renditions: the background of most pages. */
export const DEFAULT_BACKGROUND = '#ffffff';

/** Maximum frames of an animation that is kept. A GIF of ten seconds has 100 to 300; longer ones are videos. */
export const MAX_ANIMATION_FRAMES = 300;

/**
 * Maximum pixels of an animation that is kept, over all frames of the upload: 80 frames of 800 × 600. Decoding them takes about a second.
 */
export const MAX_ANIMATION_PIXELS = 40_000_000;

/** Maximum bytes of the largest animated rendition. Every page that shows the person loads one. */
export const MAX_ANIMATION_BYTES = 2 * 1024 * 1024;

/** An animated rendition of at most this many bytes may exceed the size of the upload. */
export const SMALL_ANIMATION_BYTES = 200 * 1024;
