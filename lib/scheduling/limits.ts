/** Limits on waiting and memory while pictures are decoded. */

import { MAX_DECODED_BYTES } from '@/lib/imaging/limits';

/** Bytes that all decodings may hold together, except HEIC: the maximum of a single picture. */
export const MAX_DECODING_BYTES = MAX_DECODED_BYTES;

/** Pixels that a core decodes per second, to estimate waiting times. Phone JPEGs reach 60 million. */
export const DECODED_PER_SECOND = 40_000_000;

/** Maximum wait of an upload for decoding, in seconds. Browsers and proxies give up after 30 or 60. */
export const MAX_WAIT_SECONDS = 10;

/** Retry-After in seconds for an upload that exceeds the body budget. The actual wait is unknown. */
export const RETRY_AFTER_SECONDS = 2;

/** Bytes of stored originals in memory, waiting or being decoded: five of the largest, or a hundred photos. */
export const ORIGINALS_BYTES = 128 * 1024 * 1024;

/** Bytes that renditions on demand may hold, besides decoding: one AVIF of 2048 pixels, or a thousand generated avatars of 80. */
export const ON_DEMAND_BYTES = 128 * 1024 * 1024;
