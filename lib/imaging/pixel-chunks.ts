import { setImmediate } from 'node:timers/promises';

/** Bytes between two yields to the event loop. A simple pass over them takes two to four milliseconds. */
export const PIXEL_CHUNK_BYTES = 1024 * 1024;

/** Splits a pass over pixels of four bytes into chunks, and yields to the event loop after each. */
export async function* pixelChunks({ length }: Uint8Array): AsyncGenerator<[start: number, end: number], void> {
  for (let start = 0; start < length; start += PIXEL_CHUNK_BYTES) {
    yield [start, Math.min(length, start + PIXEL_CHUNK_BYTES)];
    await setImmediate();
  }
}
