import { crc32 } from 'node:zlib';
import { sharp } from '@/lib/imaging/sharp';
import { type Bytes, tiny } from './pictures';

/** A PNG whose header claims 300 megapixels, with the image data of 64. */
export async function hugePng(): Promise<Bytes> {
  const bytes = new Uint8Array(await tiny('png', [0, 0, 0]));
  const view = new DataView(bytes.buffer);
  view.setUint32(16, 20_000);
  view.setUint32(20, 15_000);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  return bytes;
}

/** The first half of a JPEG with detail in it. */
export async function truncatedJpeg(): Promise<Bytes> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const image = sharp({ create: { width: 64, height: 64, channels: 3, background: 'gray', noise } });
  const whole = await image.jpeg().toBuffer();
  return new Uint8Array(whole.subarray(0, Math.floor(whole.byteLength / 2)));
}

/** A JPEG of this many empty segments, more than any camera writes. */
export function hollowJpeg(segments: number): Bytes {
  return new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(4 * segments, Buffer.from([0xff, 0xe5, 0, 2]))]));
}
