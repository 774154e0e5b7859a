import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { AvatarError } from '@/lib/errors';
import { MAX_PIXELS } from './limits';
import type { Pixels } from './types';

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

/** A pipeline that starts from pixels in memory. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs a pipeline to pixels in memory. @throws AvatarError corrupt_image, of a file whose pixels are no colours */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3 || channels === 4) return { data, width, height, channels };
  throw new AvatarError('corrupt_image', `Unsupported channels: expected RGB or RGBA, got ${channels} channels.`);
}

/** Nothing at all, as the library's options spell it. */
export const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

export { type Pixels, type Sharp, sharp };
