import { isPremultiplied } from '../colour/heif';
import { asTiff } from '../tiff/encode';
import type { HeicDecoder } from '../types';
import { openSource } from './open-source';
import { unpremultiply } from './unpremultiply';

/**
 * A HEIC as libvips can read it: decoded elsewhere, its pixels come back as a TIFF in memory, since libvips takes a colour profile,
 * which phones always write, from a file only. Rotation is part of the format and is applied by its decoder; the EXIF orientation, which
 * the format tells readers to ignore, is gone.
 *
 * @throws what {@link HeicDecoder} throws
 */
export async function readable(heic: Uint8Array, decode: HeicDecoder): Promise<Uint8Array<ArrayBufferLike>> {
  const { icc } = await openSource(heic, { limitInputPixels: false }).metadata();
  const pixels = await decode(heic);
  if (isPremultiplied(heic)) await unpremultiply(pixels);
  return asTiff(pixels, icc);
}
