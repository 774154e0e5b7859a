import { fromRaster } from '../pictures';
import { chart, withFadingAlpha } from './chart';
import { type CorpusPicture, LOSSY, ROUNDED, type Shown } from './picture';
import { createSequence, withoutPrimaryItem, withoutStill } from './sequence';

const picture = chart(96, 64);
const large = chart(1536, 1024);
const clear = withFadingAlpha(picture);
const lossy: Shown = { format: 'avif', picture, near: LOSSY };
const rounded: Shown = { format: 'avif', picture, near: ROUNDED };

const of =
  (raster: typeof picture, options: { quality?: number; lossless?: boolean; bitdepth?: 8 | 10 | 12; chromaSubsampling?: string }) => () =>
    fromRaster(raster)
      .avif({ quality: 90, effort: 0, ...options })
      .toBuffer();

const branded = (brand: string) => async () => {
  const file = await of(picture, {})();
  file.write(brand, 8, 'latin1');
  return file;
};

export const avifPictures: readonly CorpusPicture[] = [
  { name: 'AVIF, 8 bits, 4:4:4', file: of(picture, {}), shows: lossy },
  { name: 'AVIF, 8 bits, 4:2:0', file: of(picture, { quality: 100, chromaSubsampling: '4:2:0' }), shows: lossy },
  { name: 'AVIF, lossless', file: of(picture, { lossless: true }), shows: rounded },
  { name: 'AVIF, 10 bits', file: of(picture, { bitdepth: 10 }), shows: lossy },
  { name: 'AVIF, 12 bits', file: of(picture, { bitdepth: 12 }), shows: lossy },
  { name: 'AVIF, 8 bits, with alpha', file: of(clear, {}), shows: { ...lossy, picture: clear } },
  { name: 'AVIF, 10 bits, with alpha', file: of(clear, { bitdepth: 10 }), shows: { ...lossy, picture: clear } },
  { name: 'AVIF called me.jpg', fileName: 'me.jpg', file: of(picture, {}), shows: lossy },
  { name: 'AVIF with brand mif1', file: branded('mif1'), shows: lossy },
  {
    name: 'AVIF, animated',
    file: async () => createSequence(await of(picture, {})(), 'avis', 3),
    shows: { ...lossy, frames: 1, moves: 'format' },
  },
  {
    name: 'AVIF, animated, without a still picture',
    file: async () => withoutStill(createSequence(await of(picture, {})(), 'avis', 3)),
    shows: { ...lossy, frames: 1, moves: 'format' },
  },
  {
    name: 'AVIF, animated, without a primary item',
    file: async () => withoutPrimaryItem(createSequence(await of(picture, { bitdepth: 10 })(), 'avis', 3)),
    shows: { ...lossy, frames: 1, moves: 'format' },
  },
  { name: 'AVIF, large', file: of(large, {}), shows: { ...lossy, picture: large } },
];
