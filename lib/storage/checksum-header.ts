import { crc32 } from 'node:zlib';

/**
 * First bytes of every file with a header. 0x89, the line break and 0x1A come from the PNG signature: no text starts with them, and a
 * transfer that converts line ends breaks them. The last byte is the version of the layout.
 */
const MAGIC = Buffer.from([0x89, 0x4c, 0x4b, 0x4e, 0x0d, 0x0a, 0x1a, 0x01]);
const LENGTH_AT = MAGIC.byteLength;
const CHECKSUM_AT = LENGTH_AT + 4;

/** Header length in bytes: magic, length and CRC-32, the numbers as unsigned 32-bit little-endian. */
export const HEADER_BYTES = CHECKSUM_AT + 4;

/** The content of a file: verified against its header, without a header, or damaged. */
export type FileContent =
  | { kind: 'verified'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'without-header'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'damaged'; reason: string };

/** Builds the header of an object. The checksum covers the key as well, so that a file under another object's key counts as damaged. */
export function headerOf(key: string, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(bytes.byteLength, LENGTH_AT);
  header.writeUInt32LE(checksum(key, bytes), CHECKSUM_AT);
  return header;
}

/** Parses the header of a file and verifies the object. The bytes are a view of `file`, not a copy. */
export function readFileContent(key: string, file: Buffer<ArrayBuffer>): FileContent {
  const start = file.subarray(0, HEADER_BYTES);
  // No file is empty and no image format starts with zeros: such files are left by a crash of the file system.
  if (start.every((byte) => byte === 0)) return damaged(file.byteLength === 0 ? 'the file is empty' : 'the file starts with zeros');
  if (!start.subarray(0, LENGTH_AT).equals(MAGIC.subarray(0, Math.min(LENGTH_AT, file.byteLength)))) {
    return { kind: 'without-header', bytes: file };
  }
  if (file.byteLength < HEADER_BYTES) return damaged(`expected a header of ${HEADER_BYTES} bytes, got ${file.byteLength} bytes`);
  const bytes = file.subarray(HEADER_BYTES);
  const length = file.readUInt32LE(LENGTH_AT);
  if (bytes.byteLength !== length) return damaged(`expected ${length} bytes, got ${bytes.byteLength}`);
  const [expected, found] = [file.readUInt32LE(CHECKSUM_AT), checksum(key, bytes)];
  if (expected !== found) return damaged(`expected the checksum ${expected.toString(16)}, got ${found.toString(16)}`);
  return { kind: 'verified', bytes };
}

/**
 * Length of the object in a file, whole or damaged, by its first {@link HEADER_BYTES} bytes; null if the file has no header.
 * @param size length of the file
 */
export function lengthOf(start: Buffer<ArrayBuffer>, size: number): number | null {
  const { kind } = readFileContent('', start);
  if (kind === 'without-header') return null;
  return start.subarray(0, LENGTH_AT).equals(MAGIC) && start.byteLength === HEADER_BYTES ? start.readUInt32LE(LENGTH_AT) : size;
}

const checksum = (key: string, bytes: Uint8Array) => crc32(bytes, crc32(key));

function damaged(reason: string): FileContent {
  return { kind: 'damaged', reason };
}
