import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { AvatarError } from '@/lib/errors';
import { MAX_PIXELS } from './limits';
import type { Pixels } from './types';

// libvips reads SVG, PDF, Matlab files and more. Uploads can reach every loader, so all but these are blocked.
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

// Every upload is different, so an operation cache only holds memory.
sharp.cache(false);

// Threads for one pipeline. Parallel uploads use the cores better, and a single upload gains nothing: see docs/decisions. sharp's default
// depends on the C library.
sharp.concurrency(1);

/**
 * Options for uploads. `failOn: 'error'` accepts the non-standard JPEGs of Samsung phones, unlike the default, and still refuses truncated
 * ones.
 */
export const OPEN = { failOn: 'error', limitInputPixels: MAX_PIXELS } as const satisfies SharpOptions;

/** Creates a pipeline from pixels in memory. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs a pipeline to pixels in memory. @throws AvatarError corrupt_image if the result is neither RGB nor RGBA */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3 || channels === 4) return { data, width, height, channels };
  throw new AvatarError('corrupt_image', `Unsupported channels: expected RGB or RGBA, got ${channels} channels.`, { stage: 'pixels' });
}

/** Transparent black as a sharp colour. */
export const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

export { type Pixels, type Sharp, sharp };
