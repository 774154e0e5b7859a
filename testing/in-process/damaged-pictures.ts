import { deflateSync } from 'node:zlib';
import { sharp } from '@/lib/imaging/sharp';
import { animation } from '../animations';
import { chunk, PNG_SIGNATURE, uint32 } from '../corpus/png-codec';
import type { Raster } from '../reference';
import type { Bytes } from './pictures';

/** Noise, so that every part of the file holds pixels. */
const grainy = (side = 32) =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'gray', noise: { type: 'gaussian', mean: 128, sigma: 40 } } });

/** A greyscale PNG whose header claims this size. @param data the rows, uncompressed; those of 8 × 8 pixels unless given */
export function claimedPng(width: number, height: number, depth = 8, data: Uint8Array = Buffer.alloc(72)): Bytes {
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([depth, 0, 0, 0, 0])]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(data, { level: 1 })), chunk('IEND')];
  return new Uint8Array(Buffer.concat([PNG_SIGNATURE, ...chunks]));
}

/** A PNG whose header claims 300 megapixels. */
export const hugePng = () => claimedPng(20_000, 15_000);

/** A complete black PNG, one bit for each pixel. */
export function blackPng(side: number): Bytes {
  return claimedPng(side, side, 1, Buffer.alloc(side * (1 + Math.ceil(side / 8))));
}

/** An AVIF of 32 × 32 pixels whose header claims this size. */
export async function claimedAvif(side: number): Promise<Bytes> {
  const file = await grainy().avif({ effort: 0 }).toBuffer();
  const size = file.indexOf('ispe');
  file.writeUInt32BE(side, size + 8);
  file.writeUInt32BE(side, size + 12);
  return new Uint8Array(file);
}

async function frames(): Promise<Raster[]> {
  const noise = Array.from({ length: 3 }, () => grainy().raw().toBuffer());
  return (await Promise.all(noise)).map((data) => ({ data, width: 32, height: 32, channels: 3 }));
}

/** Too slow to flash. */
const slowly = async (format: 'gif' | 'png') => animation(await frames(), { delays: [400, 400, 400], format });

const WHOLE = {
  JPEG: () => grainy().jpeg().toBuffer(),
  PNG: () => grainy().png().toBuffer(),
  GIF: () => grainy().gif().toBuffer(),
  'animated GIF': () => slowly('gif'),
  'animated PNG': () => slowly('png'),
};

/** The first half of a file. */
export async function half(kind: keyof typeof WHOLE): Promise<Bytes> {
  const file = await WHOLE[kind]();
  return new Uint8Array(file.subarray(0, file.byteLength >> 1));
}

/** A JPEG of this many empty segments, more than any camera writes. */
export function hollowJpeg(segments: number): Bytes {
  return new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(4 * segments, Buffer.from([0xff, 0xe5, 0, 2]))]));
}
