import { rgbaToThumbHash } from 'thumbhash';
import type { Animation } from '../animation/animation';
import { fromFrameStrip, scaleFrames } from '../animation/frame-strip';
import { solidBackground } from '../geometry/background';
import { DEFAULT_BACKGROUND } from '../limits';
import type { OutputFormat } from '../media-types';
import { fromPixels, type Pixels, type Sharp, toPixels } from '../sharp';
import type { Framing, RenditionName } from '../types';

/** Settings measured for photographs: see docs/decisions. AVIF beyond effort 2 takes eight times as long for one percent fewer bytes. */
const ENCODERS: Record<OutputFormat, (pipeline: Sharp, background: string) => Sharp> = {
  webp: (pipeline) => pipeline.webp({ quality: 80, effort: 2 }),
  avif: (pipeline) => pipeline.avif({ quality: 58, effort: 2 }),
  jpg: (pipeline, background) => pipeline.flatten({ background: solidBackground(background) }).jpeg({ quality: 84 }),
  png: (pipeline) => pipeline.png({ compressionLevel: 6 }),
};

/**
 * Encodes one rendition of a square; never enlarges. Only pixels are encoded, so the output contains no metadata.
 *
 * @param background of a {@link Framing}, for transparent pixels if the format has no alpha
 */
export async function encodeRendition(
  parent: Pixels,
  size: RenditionName['size'],
  format: OutputFormat,
  background: Framing['background'] = DEFAULT_BACKGROUND,
): Promise<Buffer> {
  const side = typeof size === 'number' ? Math.min(size, parent.width) : parent.width;
  return encode(fromPixels(parent).resize(side, side, { fit: 'fill' }), format, background).toBuffer();
}

/** Adds the encoder to a pipeline. */
export function encode(pipeline: Sharp, format: OutputFormat, background = DEFAULT_BACKGROUND): Sharp {
  return ENCODERS[format](pipeline, background);
}

/** Encodes an animated WebP rendition with the frames, delays and loop count of the animation; never enlarges. */
export async function encodeAnimation(
  { frameStrip, side: available, delays, loop }: Animation,
  size: RenditionName['size'],
): Promise<Buffer> {
  const side = typeof size === 'number' ? Math.min(size, available) : available;
  return fromFrameStrip(await scaleFrames(frameStrip, delays.length, side), delays.length)
    .webp({ quality: 75, effort: 2, delay: delays, loop })
    .toBuffer();
}

/** Creates the data of a placeholder: a thumbhash of 5 to 25 bytes (base64), and a dominant colour (`#rrggbb`). */
export async function createPlaceholder(parent: Pixels): Promise<{ thumbhash: string; color: string }> {
  const side = Math.min(64, parent.width);
  const tiny = await toPixels(fromPixels(parent).resize(side, side, { fit: 'fill' }).ensureAlpha());
  return { thumbhash: Buffer.from(rgbaToThumbHash(side, side, tiny.data)).toString('base64'), color: dominantColor(tiny.data) };
}

/**
 * The centre of the most frequent of 4,096 colour boxes, on a white background. sharp's `stats()` computes the same and more in 8 ms; this
 * takes 1.6 ms.
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
