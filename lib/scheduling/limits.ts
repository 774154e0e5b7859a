/** Bounds on waiting and on memory while pictures are decoded. */

import { MAX_DECODED_BYTES } from '@/lib/imaging/limits';

/** Bytes that decoding holds at the same time, over all uploads but HEIC: those of the most expensive picture alone. */
export const MAX_DECODING_BYTES = MAX_DECODED_BYTES;

/** Pixels that one core decodes in a second, to estimate how long a queue is. A phone's JPEG comes at 60 million. */
export const DECODED_PER_SECOND = 40_000_000;

/** Longest that an upload waits for its turn to be decoded, in seconds. Browsers and proxies give up after 30 or 60. */
export const MAX_WAIT_SECONDS = 10;

/** What an upload that found no room for its bytes is told to wait, in seconds: nothing says how long it takes. */
export const RETRY_AFTER_SECONDS = 2;

/** Bytes of kept originals that are read at the same time, waiting to be decoded or decoded: five of the largest, or a hundred photos. */
export const ORIGINALS_BYTES = 128 * 1024 * 1024;

/** Bytes that are held at the same time by what is made for readers, beside decoding: one AVIF of 2048 pixels, or a thousand drawings of 80. */
export const ON_DEMAND_BYTES = 128 * 1024 * 1024;
