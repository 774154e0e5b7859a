import { crc32, deflateSync } from 'node:zlib';

// A PNG encoder (ISO 15948) for files that libvips cannot write: unusual bit depths, interlacing, any chunk, animation.

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export const GREY = 0;
export const RGB = 2;
export const PALETTE = 3;
export const GREY_ALPHA = 4;
export const RGBA = 6;

export interface PngImage {
  width: number;
  height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  depth: number;
  type: number;
  /** The samples of a pixel, 0 to 2^depth - 1 each. */
  at: (x: number, y: number) => readonly number[];
  interlaced?: boolean;
}

export function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.byteLength), body, uint32(crc32(body))]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The seven passes of Adam7: first column and row, and their steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Encodes the image data. */
export function pngData({ width, height, depth, at, interlaced }: PngImage): Buffer {
  const lines: Buffer[] = [];
  for (const [left, top, right, down] of interlaced ? ADAM7 : [[0, 0, 1, 1] as const]) {
    for (let y = top; y < height && left < width; y += down) {
      const samples: number[] = [];
      for (let x = left; x < width; x += right) samples.push(...at(x, y));
      lines.push(Buffer.from([0]), packed(samples, depth));
    }
  }
  return deflateSync(Buffer.concat(lines), { level: 6 });
}

function packed(samples: readonly number[], depth: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  samples.forEach((sample, index) => {
    if (depth === 16) bytes.writeUInt16BE(sample, index * 2);
    else {
      const bit = index * depth;
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (sample << (8 - depth - (bit & 7)));
    }
  });
  return bytes;
}

/** @param before chunks between header and pixels: profiles, palettes, texts */
export function encodePng(image: PngImage, before: readonly Uint8Array[] = [], after: readonly Uint8Array[] = []): Buffer {
  const { width, height, depth, type, interlaced } = image;
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([depth, type, 0, 0, interlaced ? 1 : 0])]);
  return Buffer.concat([PNG_SIGNATURE, chunk('IHDR', header), ...before, chunk('IDAT', pngData(image)), ...after, chunk('IEND')]);
}

/** An animated PNG with frames of equal size and depth that cover the canvas, each shown for 250 ms. */
export function encodeApng(frames: readonly PngImage[], before: readonly Uint8Array[] = []): Buffer {
  const [first] = frames;
  if (!first) throw new RangeError('An animation has at least one frame');
  const control = (sequence: number) =>
    chunk('fcTL', Buffer.concat([...[sequence, first.width, first.height, 0, 0].map(uint32), Buffer.from([0, 1, 0, 4, 0, 0])]));
  const later = frames.slice(1).flatMap((frame, index) => {
    const sequence = 1 + 2 * index;
    return [control(sequence), chunk('fdAT', Buffer.concat([uint32(sequence + 1), pngData(frame)]))];
  });
  return encodePng(first, [chunk('acTL', Buffer.concat([uint32(frames.length), uint32(0)])), ...before, control(0)], later);
}

/** An iCCP chunk. */
export function iccp(profile: Uint8Array): Buffer {
  return chunk('iCCP', Buffer.concat([Buffer.from('a profile\0\0', 'latin1'), deflateSync(profile)]));
}

/** A gAMA chunk with the exponent from linear light to samples. */
export function gama(exponent: number): Buffer {
  return chunk('gAMA', uint32(Math.round(exponent * 100_000)));
}
