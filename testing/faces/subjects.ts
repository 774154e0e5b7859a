import { sharp } from '@/lib/imaging/sharp';
import { fromRaster } from '../pictures';
import { landscape, type Raster } from '../reference';
import { type Rectangle, randomNumbers, SIZES } from './photos';

/** A composed picture without a face, with the place of its subject in pixels. */
export interface MarkedSubject {
  bytes: Buffer;
  width: number;
  height: number;
  subject: Rectangle;
  what: (typeof SUBJECTS)[number];
}

/** A ball in one saturated colour, an animal in browns, a cup in greys, a plant. */
const SUBJECTS = ['ball', 'animal', 'cup', 'plant'] as const;

type Colour = readonly [red: number, green: number, blue: number];
/** An ellipse in parts of the subject's box. */
type Part = readonly [x: number, y: number, halfWidth: number, halfHeight: number, colour: Colour];

const PARTS: Record<MarkedSubject['what'], readonly Part[]> = {
  ball: [
    [0.5, 0.5, 0.5, 0.5, [205, 45, 40]],
    [0.5, 0.5, 0.5, 0.12, [240, 235, 225]],
  ],
  animal: [
    [0.55, 0.65, 0.42, 0.33, [122, 88, 58]],
    [0.25, 0.35, 0.22, 0.22, [134, 98, 66]],
    [0.14, 0.14, 0.08, 0.14, [96, 68, 44]],
    [0.36, 0.14, 0.08, 0.14, [96, 68, 44]],
    [0.18, 0.33, 0.03, 0.03, [20, 18, 16]],
    [0.31, 0.33, 0.03, 0.03, [20, 18, 16]],
  ],
  cup: [
    [0.8, 0.5, 0.2, 0.25, [120, 124, 128]],
    [0.42, 0.5, 0.38, 0.48, [176, 180, 184]],
    [0.42, 0.14, 0.34, 0.1, [70, 66, 62]],
  ],
  plant: [
    [0.5, 0.3, 0.2, 0.3, [52, 110, 50]],
    [0.25, 0.42, 0.24, 0.16, [66, 128, 58]],
    [0.75, 0.42, 0.24, 0.16, [44, 96, 44]],
    [0.5, 0.8, 0.26, 0.2, [160, 92, 62]],
  ],
};

/**
 * The picture with this number: a subject of a tenth to half of the shorter side in a landscape, darker or paler, sometimes blurred.
 * @param isComposed whether it lies near the middle, where photographers put it; otherwise it may be anywhere
 */
export async function markedSubject(number: number, isComposed: boolean): Promise<MarkedSubject> {
  const random = randomNumbers(number * 6151 + 7);
  for (let skipped = 0; skipped < 5; skipped += 1) random();
  const between = (least: number, most: number) => least + random() * (most - least);
  const [width, height] = SIZES[number % SIZES.length] ?? SIZES[0];
  const what = SUBJECTS[(number >> 1) % SUBJECTS.length] ?? 'ball';
  const side = Math.round(Math.min(width, height) * between(0.12, 0.5));
  // The sum of three is close to a normal distribution.
  const place = (room: number) => room * (isComposed ? (random() + random() + random()) / 3 : random());
  const subject = { x: Math.round(place(width - side)), y: Math.round(place(height - side)), width: side, height: side };
  const picture = landscape(width, height);
  for (const part of PARTS[what]) paintPart(picture, subject, part, random);
  const photo = sharp(await fromRaster(picture).png().toBuffer()).modulate({
    brightness: between(0.75, 1.15),
    saturation: between(0.6, 1.2),
  });
  return {
    bytes: await (number % 5 === 4 ? photo.blur(between(0.5, 1.5)) : photo).jpeg({ quality: Math.round(between(55, 92)) }).toBuffer(),
    width,
    height,
    subject,
    what,
  };
}

/** Paints an ellipse that is lit from the upper left, with a little grain. */
function paintPart(picture: Raster, box: Rectangle, [x, y, halfWidth, halfHeight, colour]: Part, random: () => number): void {
  const [middleX, middleY] = [box.x + x * box.width, box.y + y * box.height];
  const [reachX, reachY] = [halfWidth * box.width, halfHeight * box.height];
  for (let row = Math.max(0, Math.ceil(middleY - reachY)); row < Math.min(picture.height, middleY + reachY); row += 1) {
    for (let column = Math.max(0, Math.ceil(middleX - reachX)); column < Math.min(picture.width, middleX + reachX); column += 1) {
      const [across, down] = [(column - middleX) / reachX, (row - middleY) / reachY];
      if (Math.hypot(across, down) > 1) continue;
      const light = 1 - 0.35 * (across + down) + 0.08 * (random() - 0.5);
      const lit = colour.map((value) => Math.min(255, value * light));
      picture.data.set(lit, (row * picture.width + column) * picture.channels);
    }
  }
}
