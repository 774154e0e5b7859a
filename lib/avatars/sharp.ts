import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { MAX_PIXELS } from './limits';
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

/** How uploads are opened. `failOn: 'error'` takes the odd JPEGs of Samsung phones, which the default refuses, and still refuses truncated ones. */
export const OPEN = { failOn: 'error', limitInputPixels: MAX_PIXELS } as const satisfies SharpOptions;

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

export { type Pixels, type Sharp, sharp };
