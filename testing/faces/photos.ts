import { readFile } from 'node:fs/promises';
import { sharp } from '@/lib/imaging/sharp';
import { fromRaster } from '../pictures';
import { landscape, type Raster } from '../reference';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A composed photo with the place of its only face, in pixels. */
export interface MarkedPhoto {
  bytes: Buffer;
  width: number;
  height: number;
  /** From the hair to the chin. */
  face: Rectangle;
  who: keyof typeof PORTRAITS;
}

/** Portraits with the marked faces, in pixels of the file. */
const PORTRAITS = {
  astronaut: { width: 240, height: 250, face: { x: 74, y: 78, width: 84, height: 100 } },
  /** In profile and grey. */
  photographer: { width: 180, height: 190, face: { x: 60, y: 104, width: 66, height: 76 } },
} as const;

/** Sizes of the photos: phones, cameras, banners, old web pictures. */
export const SIZES = [
  [1200, 900],
  [900, 1200],
  [1280, 720],
  [720, 1280],
  [1500, 500],
  [640, 480],
] as const;

/** Numbers between 0 and 1 that look random and are the same in each run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >>> 8) / 2 ** 23;
  };
}

/**
 * The photo with this number: a portrait of a twelfth to half of the shorter side, anywhere in a landscape with coloured shapes, mirrored,
 * darker or paler, blurred. Three of four show the astronaut, the others the photographer.
 */
export async function markedPhoto(number: number): Promise<MarkedPhoto> {
  const random = randomNumbers(number * 7919 + 1);
  for (let skipped = 0; skipped < 5; skipped += 1) random();
  const between = (least: number, most: number) => least + random() * (most - least);
  const [width, height] = SIZES[number % SIZES.length] ?? SIZES[0];
  const who = number % 4 === 3 ? 'photographer' : 'astronaut';
  const portrait = PORTRAITS[who];
  const faceHeight = Math.min(width, height) * between(0.09, 0.42);
  const scale = faceHeight / portrait.face.height;
  const size = { width: Math.round(portrait.width * scale), height: Math.round(portrait.height * scale) };
  const isMirrored = random() < 0.5;
  const left = Math.round(between(0, Math.max(0, width - size.width)));
  const top = Math.round(between(0, Math.max(0, height - size.height)));
  const head = await sharp(await readFile(new URL(`./${who}.jpg`, import.meta.url)))
    .toColourspace('srgb')
    .flop(isMirrored)
    .resize(size.width, size.height, { fit: 'fill' })
    .modulate({ brightness: between(0.7, 1.15), saturation: between(0.6, 1.2) })
    .raw()
    .toBuffer();
  const picture = landscape(width, height);
  for (let shape = 0; shape < 12; shape += 1) paintShape(picture, random);
  blend(picture, { data: head, ...size, channels: 3 }, left, top);
  const photo = fromRaster(picture);
  const { face } = portrait;
  const x = isMirrored ? portrait.width - face.x - face.width : face.x;
  return {
    bytes: await (number % 5 === 4 ? photo.blur(between(0.5, 1.5)) : photo).jpeg({ quality: Math.round(between(55, 92)) }).toBuffer(),
    width,
    height,
    face: { x: left + x * scale, y: top + face.y * scale, width: face.width * scale, height: face.height * scale },
    who,
  };
}

/** Paints an ellipse or a box. Every other one has the colours of skin. */
function paintShape({ data, width, height }: Raster, random: () => number): void {
  const [tone, isSkin, isRound] = [random(), random() < 0.5, random() < 0.5];
  const colour = isSkin ? [150 + 100 * tone, 100 + 90 * tone, 80 + 80 * tone] : [random, random, random].map((next) => 255 * next());
  const [halfWidth, halfHeight] = [(random() * width) / 10, (random() * height) / 7];
  const [centreX, centreY] = [random() * width, random() * height];
  for (let y = Math.max(0, Math.ceil(centreY - halfHeight)); y < Math.min(height, centreY + halfHeight); y += 1) {
    for (let x = Math.max(0, Math.ceil(centreX - halfWidth)); x < Math.min(width, centreX + halfWidth); x += 1) {
      const isInside = !isRound || Math.hypot((x - centreX) / halfWidth, (y - centreY) / halfHeight) <= 1;
      if (isInside) data.set(colour, (y * width + x) * 3);
    }
  }
}

/** Part of the radius of a portrait from which on it fades out. */
const FADES_FROM = 0.8;

/** Lays a portrait over a picture, in an ellipse with a soft edge. */
function blend(picture: Raster, portrait: Raster, left: number, top: number): void {
  for (let y = 0; y < Math.min(portrait.height, picture.height - top); y += 1) {
    for (let x = 0; x < Math.min(portrait.width, picture.width - left); x += 1) {
      const radius = Math.hypot((2 * x) / portrait.width - 1, (2 * y) / portrait.height - 1);
      const opacity = Math.min(1, Math.max(0, (1 - radius) / (1 - FADES_FROM)));
      for (let channel = 0; channel < 3; channel += 1) {
        const at = ((top + y) * picture.width + left + x) * 3 + channel;
        const over = portrait.data[(y * portrait.width + x) * 3 + channel] ?? 0;
        picture.data[at] = (picture.data[at] ?? 0) * (1 - opacity) + over * opacity;
      }
    }
  }
}

/** Whether the circle in the square shows the whole face: the corners of an ellipse in its mark are at its sides. */
export function isInCircle(face: Rectangle, { x, y, width }: { x: number; y: number; width: number }): boolean {
  const [centreX, centreY] = [x + width / 2, y + width / 2];
  return Array.from({ length: 32 }, (_point, at) => (at * Math.PI) / 16).every((angle) => {
    const across = face.x + face.width / 2 + (face.width / 2) * Math.cos(angle) - centreX;
    const down = face.y + face.height / 2 + (face.height / 2) * Math.sin(angle) - centreY;
    return Math.hypot(across, down) <= width / 2;
  });
}
