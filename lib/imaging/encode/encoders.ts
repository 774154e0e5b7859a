import { rgbaToThumbHash } from 'thumbhash';
import type { Animation } from '../animation/animation';
import { fromFrameStrip, scaleFrames } from '../animation/frame-strip';
import { DEFAULT_BACKGROUND } from '../limits';
import type { OutputFormat } from '../media-types';
import { fromPixels, type Pixels, type Sharp, toPixels } from '../sharp';
import type { RenditionName } from '../types';

/** Settings measured for photographs: see docs/decisions. AVIF beyond effort 2 takes eight times as long for one percent fewer bytes. */
const ENCODERS: Record<OutputFormat, (pipeline: Sharp, background: string) => Sharp> = {
  webp: (pipeline) => pipeline.webp({ quality: 80, effort: 2 }),
  avif: (pipeline) => pipeline.avif({ quality: 58, effort: 2 }),
  jpg: (pipeline, background) => pipeline.flatten({ background }).jpeg({ quality: 84 }),
  png: (pipeline) => pipeline.png({ compressionLevel: 6 }),
};

/**
 * Encodes one rendition of a square; never enlarges. Nothing but pixels goes in, so no metadata can come out.
 *
 * @param background `#rrggbb`, behind transparent pixels where the format has none
 */
export async function encodeRendition(
  parent: Pixels,
  size: RenditionName['size'],
  format: OutputFormat,
  background = DEFAULT_BACKGROUND,
): Promise<Buffer> {
  const side = typeof size === 'number' ? Math.min(size, parent.width) : parent.width;
  return encode(fromPixels(parent).resize(side, side, { fit: 'fill' }), format, background).toBuffer();
}

/** Ends a pipeline with one of our encoders. */
export function encode(pipeline: Sharp, format: OutputFormat, background = DEFAULT_BACKGROUND): Sharp {
  return ENCODERS[format](pipeline, background);
}

/** Encodes one moving rendition, as WebP with the frames, delays and repetitions of the film; never enlarges. */
export async function encodeAnimation(
  { frameStrip, side: available, delays, loop }: Animation,
  size: RenditionName['size'],
): Promise<Buffer> {
  const side = typeof size === 'number' ? Math.min(size, available) : available;
  return fromFrameStrip(await scaleFrames(frameStrip, delays.length, side), delays.length)
    .webp({ quality: 75, effort: 2, delay: delays, loop })
    .toBuffer();
}

/** What can be shown before the picture has come: a hash of 5 to 25 bytes (base64) that turns into a blur, and one colour (`#rrggbb`). */
export async function placeholder(parent: Pixels): Promise<{ thumbhash: string; color: string }> {
  const side = Math.min(64, parent.width);
  const tiny = await toPixels(fromPixels(parent).resize(side, side, { fit: 'fill' }).ensureAlpha());
  return { thumbhash: Buffer.from(rgbaToThumbHash(side, side, tiny.data)).toString('base64'), color: dominantColor(tiny.data) };
}

/**
 * The middle of the fullest of 4,096 boxes of colours, on the ground that JPEG gives transparent pixels. sharp's `stats()` finds the
 * same, and much that nobody asked for, in eight milliseconds; this takes a fifth of one.
 */
function dominantColor(rgba: Buffer): string {
  const counts = new Uint16Array(16 ** 3);
  let fullest = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const ground = 255 - rgba.readUInt8(at + 3);
    const box = (offset: number) => ((rgba.readUInt8(at + offset) * (255 - ground)) / 255 + ground) >> 4;
    const index = (box(0) << 8) | (box(1) << 4) | box(2);
    const count = (counts[index] ?? 0) + 1;
    counts[index] = count;
    if (count > (counts[fullest] ?? 0)) fullest = index;
  }
  const hex = (shift: number) => (((fullest >> shift) & 15) * 16 + 8).toString(16).padStart(2, '0');
  return `#${hex(8)}${hex(4)}${hex(0)}`;
}
