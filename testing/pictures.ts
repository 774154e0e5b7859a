import { sharp } from '@/lib/imaging/sharp';
import { landscape, type Raster, storedFor } from './reference';

/** A pipeline that starts from a raster. */
export function fromRaster({ data, width, height, channels }: Raster) {
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), { raw: { width, height, channels } });
}

/** A JPEG as a phone makes it: the landscape, stored in its EXIF orientation. The size is the displayed one. */
export async function photo(width = 600, height = 400, orientation = 1): Promise<Buffer> {
  return fromRaster(storedFor(landscape(width, height), orientation))
    .withMetadata({ orientation })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** A PNG of one colour, `[red, green, blue]` or with alpha, 0 to 255 each. */
export async function plain(width: number, height: number, colour: readonly number[]): Promise<Buffer> {
  const [r = 0, g = 0, b = 0, alpha = 255] = colour;
  const background = { r, g, b, alpha: alpha / 255 };
  return sharp({ create: { width, height, channels: colour.length === 4 ? 4 : 3, background } })
    .png()
    .toBuffer();
}

/** Raw pixels of an encoded picture, with the number of channels that it has. */
export async function pixels(encoded: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(encoded).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 };
}

/** The channels of one pixel. */
export function pixelAt({ data, width, channels }: Raster, x: number, y: number): number[] {
  const at = (y * width + x) * channels;
  return [...data.subarray(at, at + channels)];
}
