import { fromRaster } from '../pictures';
import { type Colour, draw } from './chart';
import { type CorpusPicture, EXACT } from './picture';

const SIDE = 128;

/** A round logo with a soft edge on a transparent background. */
export function logo([r, g, b]: Colour, transparent: Colour = [0, 0, 0]) {
  return draw(SIDE, SIDE, (x, y) => {
    const cover = Math.min(1, Math.max(0, 48 - Math.hypot(x + 0.5 - SIDE / 2, y + 0.5 - SIDE / 2) + 0.5));
    return cover === 0 ? [...transparent, 0] : [r, g, b, Math.round(cover * 255)];
  });
}

const LOGOS = {
  'a dark logo on transparency': logo([17, 34, 51]),
  'a white logo on transparency': logo([255, 255, 255]),
  'an orange logo on transparent green': logo([240, 150, 30], [0, 255, 0]),
  'fully transparent': draw(SIDE, SIDE, () => [0, 0, 0, 0]),
  'half transparent': draw(SIDE, SIDE, () => [200, 30, 30, 128]),
  'one transparent corner': draw(SIDE, SIDE, (x, y) => [90, 140, 200, x + y === 0 ? 0 : 255]),
};

export const alphaPictures: readonly CorpusPicture[] = Object.entries(LOGOS).flatMap(([name, picture]) => [
  { name: `${name}, PNG`, file: () => fromRaster(picture).png().toBuffer(), shows: { format: 'png', picture, near: EXACT } },
  {
    name: `${name}, WebP`,
    file: () => fromRaster(picture).webp({ lossless: true }).toBuffer(),
    shows: { format: 'webp', picture, near: EXACT },
  },
]);
