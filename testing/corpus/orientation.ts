import { fromRaster } from '../pictures';
import { type Raster, storedFor } from '../reference';
import { chart, colourAt } from './chart';
import { encodeJpeg, segment, ycc } from './jpeg-codec';
import { type CorpusPicture, EXACT, type Nearness, ROUNDED } from './picture';
import { chunk, encodePng, RGB } from './png-codec';

/** EXIF with only the orientation (tag 0x0112), in either byte order. */
function exif(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return Buffer.from(order === 'II' ? little : big);
}

function jpeg(stored: Raster, ...segments: Buffer[]): Buffer {
  return encodeJpeg(
    { ...stored, at: (x, y) => ycc(colourAt(stored, x, y)) },
    segments.map((data) => segment(0xe1, Buffer.from('Exif\0\0'), data)),
  );
}

function png(stored: Raster, ...chunks: Buffer[]): Buffer {
  return encodePng(
    { ...stored, depth: 8, type: RGB, at: (x, y) => colourAt(stored, x, y) },
    chunks.map((data) => chunk('eXIf', data)),
  );
}

/** libvips writes `irot` and `imir` boxes for the orientation of an AVIF. Such a file must not be rotated again by its EXIF. */
async function avif(stored: Raster, orientation: number): Promise<Buffer> {
  const file = await fromRaster(stored).withMetadata({ orientation }).avif({ lossless: true, effort: 0 }).toBuffer();
  if (orientation > 1 && !file.includes('irot') && !file.includes('imir')) throw new Error('libvips has written neither irot nor imir');
  return file;
}

const ENCODERS = {
  jpeg: { near: ROUNDED, encode: (stored, orientation) => jpeg(stored, exif(orientation)) },
  png: { near: EXACT, encode: (stored, orientation) => png(stored, exif(orientation)) },
  webp: {
    near: EXACT,
    encode: (stored, orientation) => fromRaster(stored).withMetadata({ orientation }).webp({ lossless: true }).toBuffer(),
  },
  avif: { near: ROUNDED, encode: avif },
} as const satisfies Record<string, { near: Nearness; encode: (stored: Raster, orientation: number) => Promise<Buffer> | Buffer }>;

const FORMATS = ['jpeg', 'png', 'webp', 'avif'] as const;
const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];
const landscape = chart(96, 64);
const portrait = chart(64, 96);

export const orientationPictures: readonly CorpusPicture[] = [
  ...FORMATS.flatMap((format) =>
    ORIENTATIONS.flatMap((orientation) =>
      [landscape, portrait].map((picture): CorpusPicture => {
        const { near, encode } = ENCODERS[format];
        return {
          name: `${format}, orientation ${orientation}, ${picture === landscape ? 'landscape' : 'portrait'}`,
          file: () => encode(storedFor(picture, orientation), orientation),
          shows: { format, picture, near },
        };
      }),
    ),
  ),
  {
    name: 'jpeg, orientation 6, most significant byte first',
    file: () => jpeg(storedFor(landscape, 6), exif(6, 'MM')),
    shows: { format: 'jpeg', picture: landscape, near: ROUNDED },
  },
  ...[0, 9, 255].map(
    (orientation): CorpusPicture => ({
      name: `jpeg, orientation ${orientation}, which is invalid`,
      file: () => jpeg(landscape, exif(orientation)),
      shows: { format: 'jpeg', picture: landscape, near: ROUNDED },
    }),
  ),
];
