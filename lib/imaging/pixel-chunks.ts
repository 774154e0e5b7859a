import { setImmediate } from 'node:timers/promises';

/** Bytes between two yields to the event loop. A simple pass over them takes two to four milliseconds. */
export const STRETCH_BYTES = 1024 * 1024;

/** Splits a pass over pixels of four bytes into chunks, and yields to the event loop after each. */
export async function* stretchesOf({ length }: Uint8Array): AsyncGenerator<[start: number, end: number], void> {
  for (let start = 0; start < length; start += STRETCH_BYTES) {
    yield [start, Math.min(length, start + STRETCH_BYTES)];
    await setImmediate();
  }
}
