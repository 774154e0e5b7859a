import sharp from 'sharp';
import { apng } from './apng';
import { pixels } from './pictures';
import type { Raster } from './reference';

export interface AnimationOptions {
  delays: readonly number[];
  /** 0 is for ever. */
  loop?: number;
  format?: 'gif' | 'webp' | 'png';
  /** EXIF orientation, which WebP can have. */
  orientation?: number;
  /** Written in Display P3, by the library's profile; WebP only. */
  isWide?: boolean;
}

/** An animation of these pictures, all of one size. */
export async function animation(
  frames: readonly Raster[],
  { delays, loop = 0, format = 'gif', orientation = 1, isWide = false }: AnimationOptions,
): Promise<Buffer> {
  const [first] = frames;
  if (!first) throw new RangeError('An animation has at least one frame');
  const { width, height, channels } = first;
  if (format === 'png') {
    const patches = frames.map((picture, at) => ({ picture, delay: [delays[at] ?? 0, 1000] as [number, number] }));
    return apng([width, height], patches, loop);
  }
  const raw = { width, height: height * frames.length, channels, pageHeight: height };
  const pipeline = sharp(Buffer.concat(frames.map(({ data }) => data)), { raw, limitInputPixels: false });
  const timing = { delay: [...delays], loop };
  // Less effort than by default, at which the palette takes most of the time of a test, and the least at which plain colours are exact.
  if (format === 'gif') return pipeline.gif({ ...timing, effort: 4 }).toBuffer();
  return (isWide ? pipeline.withIccProfile('p3') : pipeline)
    .withMetadata({ orientation })
    .webp({ ...timing, lossless: true, effort: 0 })
    .toBuffer();
}

/** A frame of one colour, or of one above another. */
export function flat(width: number, height: number, top: readonly number[], bottom: readonly number[] = top): Raster {
  const data = new Uint8Array(width * height * top.length);
  for (let at = 0; at < width * height; at += 1) data.set(at < (width * height) / 2 ? top : bottom, at * top.length);
  return { data, width, height, channels: top.length === 4 ? 4 : 3 };
}

export interface Played {
  frames: Raster[];
  delays: number[];
  loop: number;
}

/** Frames, delays and loop count of an encoded animation. */
export async function play(encoded: Uint8Array): Promise<Played> {
  const { pages = 1, delay = [], loop = 0 } = await sharp(encoded, { animated: true }).metadata();
  const frames = Array.from({ length: pages }, async (_frame, page) => pixels(await sharp(encoded, { page }).png().toBuffer()));
  return { frames: await Promise.all(frames), delays: delay, loop };
}

/** A GIF of this many frames of one pixel, on a canvas of 100 × 100. */
export function manyFramesGif(frames: number): Uint8Array<ArrayBuffer> {
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 5, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  const start = Buffer.from('GIF89a\x64\0\x64\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  return new Uint8Array(Buffer.concat([start, Buffer.alloc(frames * frame.byteLength, frame), Buffer.from([0x3b])]));
}
