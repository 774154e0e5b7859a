import type { Colour } from './chart';

// A GIF encoder (GIF89a) for files that libvips does not write: frames smaller than the canvas, and all disposal methods.

export interface GifFrame {
  left?: number;
  top?: number;
  width: number;
  height: number;
  /** Index into the palette. */
  at: (x: number, y: number) => number;
  /** Disposal method: 0 or 1 keeps the frame, 2 clears it to the background, 3 restores the canvas before it. */
  disposal?: number;
  /** Index of the transparent colour. */
  transparent?: number;
  /** In hundredths of a second. */
  delay?: number;
  interlaced?: boolean;
}

export interface Gif {
  width: number;
  height: number;
  /** At most 256 colours. */
  palette: readonly Colour[];
  frames: readonly GifFrame[];
  /** Number of plays, 0 for ever; omitted: one. */
  loop?: number;
  version?: '87a' | '89a';
}

export function encodeGif({ width, height, palette, frames, loop, version = '89a' }: Gif): Buffer {
  const colours = Buffer.concat(
    palette.map((colour) => Buffer.from(colour)),
    256 * 3,
  );
  const screen = Buffer.concat([uint16(width), uint16(height), Buffer.from([0xf7, 0, 0])]);
  const repeat = loop === undefined ? [] : [Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01', 'latin1'), uint16(loop), Buffer.from([0])];
  return Buffer.concat([Buffer.from(`GIF${version}`), screen, colours, ...repeat, ...frames.map(encodeFrame), Buffer.from(';')]);
}

function encodeFrame({ left = 0, top = 0, width, height, at, disposal = 0, transparent, delay = 0, interlaced }: GifFrame): Buffer {
  const flags = (disposal << 2) | (transparent === undefined ? 0 : 1);
  const control = Buffer.concat([Buffer.from([0x21, 0xf9, 4, flags]), uint16(delay), Buffer.from([transparent ?? 0, 0])]);
  const descriptor = Buffer.concat([Buffer.from([0x2c]), ...[left, top, width, height].map(uint16), Buffer.from([interlaced ? 0x40 : 0])]);
  const pixels = rowOrder(height, interlaced).flatMap((y) => Array.from({ length: width }, (_, x) => at(x, y)));
  return Buffer.concat([control, descriptor, Buffer.from([8]), ...dataSubBlocks(lzwCodes(pixels)), Buffer.from([0])]);
}

function rowOrder(height: number, interlaced = false): number[] {
  const rows = Array.from({ length: height }, (_, y) => y);
  if (!interlaced) return rows;
  const every = (start: number, step: number) => rows.filter((y) => y >= start && (y - start) % step === 0);
  return [...every(0, 8), ...every(4, 8), ...every(2, 4), ...every(1, 2)];
}

const [CLEAR, END, CODE_BITS] = [256, 257, 9];

/** Uncompressed LZW: a clear code precedes every growth of the code size. */
function lzwCodes(pixels: readonly number[]): Buffer {
  const bytes: number[] = [];
  let [pending, bits] = [0, 0];
  const write = (code: number) => {
    pending |= code << bits;
    bits += CODE_BITS;
    for (; bits >= 8; bits -= 8) {
      bytes.push(pending & 255);
      pending >>= 8;
    }
  };
  pixels.forEach((pixel, index) => {
    if (index % 200 === 0) write(CLEAR);
    write(pixel);
  });
  write(END);
  bytes.push(pending & 255);
  return Buffer.from(bytes);
}

function dataSubBlocks(data: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < data.byteLength; at += 255) {
    const block = data.subarray(at, at + 255);
    found.push(Buffer.from([block.byteLength]), block);
  }
  return found;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
