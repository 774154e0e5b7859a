import type { PaddedPixels, Pixels } from '../types';

/** TIFF 6.0, section 2: code and size of value types. */
const SHORT = { code: 3, bytes: 2 };
const LONG = { code: 4, bytes: 4 };
const UNDEFINED = { code: 7, bytes: 1 };

interface Entry {
  tag: number;
  type: typeof SHORT;
  values: readonly number[] | Uint8Array;
}

/** Approximate size of a strip, so that a reader need not hold all rows. */
const STRIP_BYTES = 64 * 1024;

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

/**
 * Encodes pixels and their ICC profile as an uncompressed TIFF, the only way to pass both to libvips. Writes it around the pixels if there
 * is enough padding, since a photo has up to 150 MB of pixels. Otherwise copies them once.
 */
export function encodeTiff({ data, width, height, channels, padding = 0 }: Pixels & Partial<PaddedPixels>, icc?: Uint8Array): Buffer {
  const rowBytes = width * channels;
  const rows = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  const strips = Array.from({ length: Math.ceil(height / rows) }, (_, strip) => strip * rows);
  const entries: Entry[] = [
    { tag: 256, type: LONG, values: [width] },
    { tag: 257, type: LONG, values: [height] },
    { tag: 258, type: SHORT, values: Array(channels).fill(8) },
    // Uncompressed; RGB.
    { tag: 259, type: SHORT, values: [1] },
    { tag: 262, type: SHORT, values: [2] },
    { tag: 273, type: LONG, values: strips.map((row) => HEADER_BYTES + row * rowBytes) },
    { tag: 277, type: SHORT, values: [channels] },
    { tag: 278, type: LONG, values: [rows] },
    { tag: 279, type: LONG, values: strips.map((row) => Math.min(rows, height - row) * rowBytes) },
    // The fourth channel is unassociated alpha.
    ...(channels === 4 ? [{ tag: 338, type: SHORT, values: [2] }] : []),
    ...(icc ? [{ tag: 34675, type: UNDEFINED, values: icc }] : []),
  ];
  const start = HEADER_BYTES + even(rowBytes * height);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(start, 4);
  const tail = Buffer.concat([Buffer.alloc(start - HEADER_BYTES - rowBytes * height), encodeDirectory(entries, start)]);
  if (padding < Math.max(header.length, tail.length)) return Buffer.concat([header, data, tail]);
  const file = Buffer.from(data.buffer, data.byteOffset - header.length, header.length + data.length + tail.length);
  header.copy(file);
  tail.copy(file, header.length + data.length);
  return file;
}

/** The IFD, followed by values that do not fit into its entries. @param start its offset in the file */
function encodeDirectory(entries: readonly Entry[], start: number): Buffer {
  const list = Buffer.alloc(2 + entries.length * ENTRY_BYTES + 4);
  list.writeUInt16LE(entries.length);
  const tail: Buffer[] = [];
  let end = start + list.length;
  for (const [index, { tag, type, values }] of entries.entries()) {
    const at = 2 + index * ENTRY_BYTES;
    list.writeUInt16LE(tag, at);
    list.writeUInt16LE(type.code, at + 2);
    list.writeUInt32LE(values.length, at + 4);
    const encoded = encode(values, type.bytes);
    if (encoded.length <= 4) encoded.copy(list, at + 8);
    else {
      list.writeUInt32LE(end, at + 8);
      tail.push(encoded);
      end += encoded.length;
    }
  }
  return Buffer.concat([list, ...tail]);
}

/** Little-endian, padded to an even length, because values must start at even offsets. */
function encode(values: readonly number[] | Uint8Array, bytes: number): Buffer {
  const encoded = Buffer.alloc(even(values.length * bytes));
  if (values instanceof Uint8Array) encoded.set(values);
  else for (const [index, value] of values.entries()) encoded.writeUIntLE(value, index * bytes, bytes);
  return encoded;
}

function even(length: number): number {
  return length + (length % 2);
}
