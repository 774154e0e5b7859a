import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import sharp, { type Sharp } from 'sharp';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import type { TestFile } from './files';

/** Sizes whose crops are larger than 256 pixels at the largest zoom, so that nothing is enlarged. */
const [LONG, SHORT] = [1733, 1300];

let pictures: Promise<TestFile[]> | undefined;

/**
 * Pictures with detail everywhere, so that every shift, turn and mirroring shows: a photo as a phone stores it, a wide logo on transparent
 * pixels, and a photo in a shape that divides by nothing.
 */
export function detailedPictures(): Promise<TestFile[]> {
  pictures ??= Promise.all([phonePortrait(), transparentLogo(), oddPhoto()]);
  return pictures;
}

/** A photo with detail everywhere of any size. */
export async function detailedPhoto(width: number, height: number): Promise<TestFile> {
  const buffer = await (await scene(width, height)).jpeg({ quality: 92 }).toBuffer();
  return { name: 'detailed.jpg', mimeType: 'image/jpeg', buffer };
}

/** Waves, shapes with sharp edges, and a portrait. */
async function scene(width: number, height: number): Promise<Sharp> {
  const waves = await fromRaster(landscape(Math.ceil(width / 3), Math.ceil(height / 3)))
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .png()
    .toBuffer();
  const portrait = await sharp(readFileSync('testing/faces/astronaut.jpg')).resize({ height: 700 }).png().toBuffer();
  const layers = [
    { input: portrait, left: Math.round(width * 0.55), top: Math.round(height * 0.2) },
    { input: shapes(width, height), left: 0, top: 0 },
  ];
  return sharp(await sharp(waves).composite(layers).removeAlpha().png().toBuffer());
}

/** No symmetry, and edges in many directions. */
function shapes(width: number, height: number): Buffer {
  const [w, h] = [width / 100, height / 100];
  return draw(
    width,
    height,
    `<path d="M${10 * w} ${15 * h} L${40 * w} ${22 * h} L${18 * w} ${55 * h} Z" fill="#d8432f"/>
    <circle cx="${30 * w}" cy="${75 * h}" r="${9 * w}" fill="none" stroke="#f4d35e" stroke-width="${2 * w}"/>
    <path d="M${60 * w} ${95 * h} Q${75 * w} ${60 * h} ${97 * w} ${88 * h}" fill="none" stroke="#1b1b3a" stroke-width="${1.5 * w}"/>
    <rect x="${44 * w}" y="${8 * h}" width="${6 * w}" height="${30 * h}" fill="#f7f7f2" transform="rotate(17 ${47 * w} ${23 * h})"/>`,
  );
}

/** Renders SVG. Modules of the product forbid sharp to read SVG in the whole process. */
function draw(width: number, height: number, content: string): Buffer {
  return Buffer.from(
    new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`).render().asPng(),
  );
}

/** Stored on its side, with EXIF orientation 6. */
async function phonePortrait(): Promise<TestFile> {
  const stored = await (await scene(SHORT, LONG)).rotate(-90).png().toBuffer();
  const buffer = await sharp(stored).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer();
  return { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer };
}

async function oddPhoto(): Promise<TestFile> {
  const buffer = await (await scene(LONG, SHORT + 41)).jpeg({ quality: 92, progressive: true }).toBuffer();
  return { name: 'odd.jpg', mimeType: 'image/jpeg', buffer };
}

async function transparentLogo(): Promise<TestFile> {
  const [width, height] = [2340, SHORT];
  const mask = draw(
    width,
    height,
    `<rect x="50" y="100" width="1130" height="1090" rx="260" fill="#fff"/><circle cx="1725" cy="660" r="555" fill="#fff"/>`,
  );
  const buffer = await (await scene(width, height))
    .ensureAlpha()
    .composite([{ input: mask, blend: 'dest-in' }])
    .webp({ quality: 92 })
    .toBuffer();
  return { name: 'logo.webp', mimeType: 'image/webp', buffer };
}
