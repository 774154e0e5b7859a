import type { Patch } from '../apng';
import { fromRaster } from '../pictures';

// An encoder for animated WebP (RFC 9649, section 2.7), lossless, with control over options that libvips chooses itself: frames smaller
// than the canvas, blending and disposal.

export interface AnimatedWebp {
  width: number;
  height: number;
  /** At even coordinates, as the format requires. WebP cannot restore an earlier canvas. */
  patches: readonly Patch[];
  /** 0 loops for ever. */
  loop: number;
  /** A TIFF structure with EXIF. */
  exif?: Uint8Array;
}

const [HAS_ANIMATION, HAS_EXIF, HAS_ALPHA] = [0x02, 0x08, 0x10];
const [DISPOSE, DO_NOT_BLEND] = [0x01, 0x02];

export async function encodeAnimatedWebp({ width, height, patches, loop, exif }: AnimatedWebp): Promise<Buffer> {
  const frames = await Promise.all(patches.map(encodeFrame));
  const flags = HAS_ANIMATION | HAS_ALPHA | (exif ? HAS_EXIF : 0);
  const header = riff('VP8X', Buffer.from([flags, 0, 0, 0]), number(width - 1, 3), number(height - 1, 3));
  // Viewers ignore the background colour and show the page behind.
  const control = riff('ANIM', Buffer.from([9, 9, 255, 255]), number(loop, 2));
  return riff('RIFF', Buffer.from('WEBP'), header, control, ...frames, exif ? riff('EXIF', exif) : Buffer.alloc(0));
}

async function encodeFrame({ picture, left = 0, top = 0, delay = [1, 10], dispose, blend = 'source' }: Patch): Promise<Buffer> {
  const whole = await fromRaster(picture).webp({ lossless: true, exact: true }).toBuffer();
  const flags = (dispose === 'background' ? DISPOSE : 0) | (blend === 'source' ? DO_NOT_BLEND : 0);
  const [numerator, denominator] = delay;
  const place = [left / 2, top / 2, picture.width - 1, picture.height - 1, (1000 * numerator) / denominator];
  return riff('ANMF', ...place.map((value) => number(value, 3)), Buffer.from([flags]), whole.subarray(whole.indexOf('VP8L')));
}

export function riff(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const data = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type, 'latin1'), number(data.byteLength, 4), data, Buffer.alloc(data.byteLength % 2)]);
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
