import { closeSync, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';

/** More than the renditions that pages show have. In bytes. */
const FIRST_BYTES = 64 * 1024;

/** Buffers for first reads that are not in use: as many as reads have run at once, at most {@link MOST_SPARE}. */
const spare: Buffer<ArrayBuffer>[] = [];
const MOST_SPARE = 16;

const openFile = promisify(open);
const readFrom = promisify(read);

/**
 * Reads a file into memory of its own. `readFile` waits for a thread four times: to open the file, for its size, to read and to close it.
 * This waits twice for a small file, since closing a file that was read, or asking for the size of an open one, does not wait for a disk.
 *
 * @throws the system's error, such as ENOENT
 */
export async function readWhole(path: string): Promise<Buffer<ArrayBuffer>> {
  const file = await openFile(path, 'r');
  const first = spare.pop() ?? Buffer.allocUnsafeSlow(FIRST_BYTES);
  try {
    const { bytesRead } = await readFrom(file, first, 0, FIRST_BYTES, 0);
    if (bytesRead < FIRST_BYTES) return exactly(first.subarray(0, bytesRead));
    return await readRest(file, first);
  } finally {
    closeSync(file);
    if (spare.length < MOST_SPARE) spare.push(first);
  }
}

async function readRest(file: number, first: Buffer): Promise<Buffer<ArrayBuffer>> {
  const whole = Buffer.allocUnsafeSlow(Math.max(fstatSync(file).size, FIRST_BYTES));
  let length = first.copy(whole);
  while (length < whole.byteLength) {
    const { bytesRead } = await readFrom(file, whole, length, whole.byteLength - length, length);
    // The file has become shorter.
    if (bytesRead === 0) return exactly(whole.subarray(0, length));
    length += bytesRead;
  }
  return whole;
}

/** A copy that keeps no larger buffer in memory. */
function exactly(bytes: Buffer): Buffer<ArrayBuffer> {
  const copy = Buffer.allocUnsafeSlow(bytes.byteLength);
  bytes.copy(copy);
  return copy;
}
