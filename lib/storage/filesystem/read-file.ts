import { close, open, read, readFile } from 'node:fs';
import { HEADER_BYTES, lengthOf } from '../checksum-header';

/** Bytes of the first read: most renditions fit. */
const FIRST_BYTES = 64 * 1024;

/** Buffers of first reads, for all that wait for the disk at once: a buffer for each would take more memory than their files. */
const MAX_BUFFERS = 32;
const free: Buffer<ArrayBuffer>[] = [];
let allocated = 0;

/**
 * Reads a file whole. Each step waits for a thread, so a small file with a header is opened and read once. The header states the size, so
 * `stat` is not needed. Callers do not wait for `close`. Other files, and those that find no free buffer, are read as `readFile` does.
 */
export function readWhole(path: string): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    open(path, (failure, file) => {
      if (failure) return reject(failure);
      const end = (error: Error | null, content: Buffer<ArrayBuffer>) => {
        closeLater(file);
        if (error) reject(error);
        else resolve(content);
      };
      const buffer = takeBuffer();
      if (!buffer) return readFile(file, end);
      // At a position, so that `readFile` starts at the first byte.
      read(file, buffer, 0, FIRST_BYTES, 0, (error, bytes) => {
        const start = buffer.subarray(0, bytes);
        if (error) end(error, start);
        else if (isWhole(start)) end(null, copyOf(start));
        else readFile(file, end);
        free.push(buffer);
      });
    });
  });
}

/** Files to close at the end of this turn of the event loop. */
const closing: number[] = [];

/** Handing a call to an idle thread wakes it, which takes longer than all else here: files that are read together are closed together. */
function closeLater(file: number): void {
  if (closing.push(file) > 1) return;
  setImmediate(() => {
    for (const each of closing.splice(0)) close(each, () => {});
  });
}

/** @returns undefined while all are in use */
function takeBuffer(): Buffer<ArrayBuffer> | undefined {
  if (free.length > 0 || allocated === MAX_BUFFERS) return free.pop();
  allocated += 1;
  return Buffer.allocUnsafeSlow(FIRST_BYTES);
}

/** Whether the header promises just these bytes. A longer file would have filled the buffer, or have more than it promises. */
function isWhole(start: Buffer<ArrayBuffer>): boolean {
  return start.byteLength < FIRST_BYTES && lengthOf(start.subarray(0, HEADER_BYTES), start.byteLength) === start.byteLength - HEADER_BYTES;
}

function copyOf(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const copy = Buffer.allocUnsafeSlow(bytes.byteLength);
  bytes.copy(copy);
  return copy;
}
