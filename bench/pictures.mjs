// Uploads that resemble those of users. Equal in every run.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { generator, makePhoto } from './photo.mjs';

/** Largest phone photo, as stored; EXIF orientation 6 makes it upright. */
export const LARGE = { width: 8064, height: 6048 };

/** A logo with soft edges on a transparent background: gradients and lines. */
export async function makeLogo(side = 2000) {
  const data = Buffer.alloc(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = (y * side + x) * 4;
      const radius = Math.hypot(x - side / 2, y - side / 2) / (side / 2);
      data[at] = (x * 255) / side;
      data[at + 1] = (y * 255) / side;
      data[at + 2] = 128 + 100 * Math.sin((x + y) / 40);
      data[at + 3] = Math.max(0, Math.min(255, (0.95 - radius) * 2000));
    }
  }
  return sharp(data, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer();
}

/** Forty frames of 480 × 270 in which every pixel changes. */
export async function makeAnimation({ width, height, frames } = ANIMATION) {
  const data = Buffer.alloc(width * height * 3 * frames);
  const random = generator(7);
  let at = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        data[at] = 128 + 100 * Math.sin((x + frame * 6) / 23) + 10 * random();
        data[at + 1] = 128 + 90 * Math.sin((y - frame * 4) / 31);
        data[at + 2] = 128 + 80 * Math.sin((x + y + frame * 3) / 47);
        at += 3;
      }
    }
  }
  const raw = { width, height: height * frames, channels: 3, pageHeight: height };
  return sharp(data, { raw, limitInputPixels: false }).gif({ delay: 60, loop: 0 }).toBuffer();
}

export const ANIMATION = { width: 480, height: 270, frames: 40 };

/** 4032 × 3024, structured like a HEIC from an iPhone; see testing/corpus/heic. */
export const readHeic = () => readFile(new URL('photo.heic', import.meta.url));

export { makePhoto };
