import { fromRaster } from '../pictures';
import { chart } from './chart';
import { type CorpusPicture, EXACT, LOSSY } from './picture';

/** Extreme sizes: every picture has a middle square. */
const SIZES = [
  [1, 1],
  [2, 1],
  [3, 3],
  [1, 3000],
  [3000, 1],
  [5000, 10],
  [10, 5000],
  [20, 20],
  [320, 256],
] as const;

export const sizePictures: readonly CorpusPicture[] = SIZES.flatMap(([width, height]): CorpusPicture[] => {
  const picture = chart(width, height);
  const size = `${width} × ${height}`;
  return [
    { name: `PNG, ${size}`, file: () => fromRaster(picture).png().toBuffer(), shows: { format: 'png', picture, near: EXACT } },
    { name: `GIF, ${size}`, file: () => fromRaster(picture).gif({ dither: 0 }).toBuffer(), shows: { format: 'gif', picture, near: EXACT } },
    {
      name: `WebP, ${size}`,
      file: () => fromRaster(picture).webp({ lossless: true }).toBuffer(),
      shows: { format: 'webp', picture, near: EXACT },
    },
    {
      name: `JPEG, ${size}`,
      file: () => fromRaster(picture).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      shows: { format: 'jpeg', picture, near: LOSSY },
    },
    {
      name: `AVIF, ${size}`,
      file: () => fromRaster(picture).avif({ lossless: true, effort: 0 }).toBuffer(),
      shows: { format: 'avif', picture, near: LOSSY },
    },
  ];
});
