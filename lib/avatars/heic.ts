import type { Source } from './decode';
import { AvatarError } from './errors';
import type { HeicDecoder } from './ports';
import { OPEN, sharp } from './sharp';
import { asTiff } from './tiff';

/**
 * Bytes that libvips reads, turned to be seen as the original is. Those of any format but HEIC are the original itself.
 *
 * HEIC is decoded elsewhere, and its pixels come back as a TIFF in memory, since libvips takes a colour profile, which phones always
 * write, from a file only. Rotation is part of the format and is applied by its decoder; the EXIF orientation, which the format tells
 * readers to ignore, is gone.
 *
 * @param decode null: HEIC is switched off
 * @throws AvatarError heic_unsupported, and what {@link HeicDecoder} throws
 */
export async function readable(
  { bytes, format }: Pick<Source, 'bytes' | 'format'>,
  decode: HeicDecoder | null,
): Promise<Uint8Array<ArrayBufferLike>> {
  if (format !== 'heic') return bytes;
  if (!decode) throw new AvatarError('heic_unsupported', 'This is a HEIC picture, and HEIC is switched off here.');
  const [{ icc }, pixels] = await Promise.all([sharp(bytes, { ...OPEN, limitInputPixels: false }).metadata(), decode(bytes)]);
  return asTiff(pixels, icc);
}
