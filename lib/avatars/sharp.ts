import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { MAX_DECODE_SECONDS, MAX_PIXELS } from './limits';
import type { Pixels } from './ports';

// libvips reads SVG, PDF, Matlab files and more. Every loader is code that a stranger can reach, so all are blocked but ours.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
    'VipsForeignLoadTiffBuffer',
  ],
});

// Each upload is another picture, so a cache of operations only holds memory.
sharp.cache(false);

// Threads for one picture. Uploads side by side use the cores better, and one that is alone gains nothing: see docs/decisions. sharp's
// own choice depends on which C library it finds.
sharp.concurrency(1);

/** How uploads are opened. `failOn: 'error'` takes the odd JPEGs of Samsung phones, which the default refuses, and still refuses truncated ones. */
export const OPEN = { failOn: 'error', limitInputPixels: MAX_PIXELS } as const satisfies SharpOptions;

/** A pipeline that starts from an upload. Decoders that fill all their memory at once, such as AVIF's, are not stopped by the time limit. */
export function openSource(bytes: Uint8Array, options: Pick<SharpOptions, 'animated' | 'ignoreIcc'> = {}): Sharp {
  return sharp(bytes, { ...OPEN, ...options }).timeout({ seconds: MAX_DECODE_SECONDS });
}

/** Whether a pipeline failed because it took too long, as libvips says it. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout:');
}

/** A pipeline that starts from pixels in memory. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs a pipeline to pixels in memory. */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new TypeError(`Expected three or four channels, got ${info.channels}`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Nothing at all, as the library's options spell it. */
export const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

export { type Pixels, type Sharp, sharp };
