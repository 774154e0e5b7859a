import type { SharpOptions } from 'sharp';
import { withKnownBrand } from '../formats/heif';
import { withStillItem } from '../formats/heif-track';
import { OPEN, type Sharp, sharp } from '../sharp';
import { sanitizeTiff } from '../tiff/sanitize';

type OpenOptions = Pick<SharpOptions, 'animated' | 'failOn' | 'ignoreIcc' | 'limitInputPixels' | 'page'>;

/** Creates a pipeline from an upload. */
export function openSource(bytes: Uint8Array, options: OpenOptions = {}): Sharp {
  const { bytes: readable, ...opening } = sanitizeTiff(withKnownBrand(withStillItem(bytes)));
  return sharp(readable, { ...OPEN, ...options, ...opening });
}
