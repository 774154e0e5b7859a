import { isPremultiplied } from '../colour/heif';
import { encodeTiff } from '../tiff/encode';
import type { HeicDecoder } from '../types';
import { openSource } from './open-source';
import { unpremultiply } from './unpremultiply';

/**
 * Decodes a HEIC and returns its pixels as a TIFF for libvips, which accepts an ICC profile only from a file; phones always embed one. The
 * decoder applies the rotation of the format. The EXIF orientation is dropped: HEIF readers must ignore it.
 *
 * @throws the errors of {@link HeicDecoder}
 */
export async function convertHeicToTiff(heic: Uint8Array, decode: HeicDecoder): Promise<Uint8Array<ArrayBufferLike>> {
  const { icc } = await openSource(heic, { limitInputPixels: false }).metadata();
  const pixels = await decode(heic);
  if (isPremultiplied(heic)) await unpremultiply(pixels);
  return encodeTiff(pixels, icc);
}
