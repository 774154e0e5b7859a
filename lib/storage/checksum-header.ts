import { crc32 } from 'node:zlib';

/**
 * First bytes of every file that carries a header. The 0x89, the line break and the 0x1A are those of the PNG signature: they differ from
 * any text and break when a transfer converts line ends. The last byte is the version of the layout.
 */
const MAGIC = Buffer.from([0x89, 0x4c, 0x4b, 0x4e, 0x0d, 0x0a, 0x1a, 0x01]);
const LENGTH_AT = MAGIC.byteLength;
const CHECKSUM_AT = LENGTH_AT + 4;

/** Bytes before the object in its file: magic, length and CRC-32, the numbers as unsigned 32-bit little-endian. */
export const HEADER_BYTES = CHECKSUM_AT + 4;

/** The content of a file: verified against its header, without one, or not what was written. */
export type FileContent =
  | { kind: 'verified'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'without-header'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'damaged'; reason: string };

/** The header of an object. The checksum covers the key as well, so the file of another object does not pass for this one. */
export function headerOf(key: string, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(bytes.byteLength, LENGTH_AT);
  header.writeUInt32LE(checksum(key, bytes), CHECKSUM_AT);
  return header;
}

/** Takes the header off a file and compares the object with it. The bytes are a view of `file`, not a copy. */
export function readFileContent(key: string, file: Buffer<ArrayBuffer>): FileContent {
  const start = file.subarray(0, HEADER_BYTES);
  // Files are never empty, and no file format starts with zeros: these are what a crash of the file system leaves.
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

const checksum = (key: string, bytes: Uint8Array) => crc32(bytes, crc32(key));

function damaged(reason: string): FileContent {
  return { kind: 'damaged', reason };
}
