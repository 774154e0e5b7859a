import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';

/** A file for `setInputFiles` of Playwright. */
export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export type Color = readonly [red: number, green: number, blue: number];

/** Colours in the displayed corners of {@link phonePhoto}, so that tests detect every rotation and flip. */
export const CORNERS = {
  topLeft: [220, 40, 40],
  topRight: [40, 170, 60],
  bottomLeft: [40, 80, 220],
  bottomRight: [235, 200, 40],
} as const satisfies Record<string, Color>;

/** Displayed size of {@link phonePhoto}. */
export const PHOTO = { width: 3024, height: 4032 };

const created = new Map<string, Promise<TestFile>>();

/** Encodes a file once in each worker: 12 megapixels take a second. */
function cached(name: string, mimeType: string, make: () => Promise<Buffer>): Promise<TestFile> {
  const file = created.get(name) ?? make().then((buffer) => ({ name, mimeType, buffer }));
  created.set(name, file);
  return file;
}

/** Renders SVG. Modules of the product forbid sharp to read SVG in the whole process. */
function drawn(svg: string) {
  const { pixels, width, height } = new Resvg(svg).render();
  return sharp(pixels, { raw: { width, height, channels: 4 } });
}

const css = ([r, g, b]: Color) => `rgb(${r},${g},${b})`;

/** As a phone held upright stores it: 4032 × 3024 pixels on their side, and EXIF orientation 6 to turn them up. */
export function phonePhoto(): Promise<TestFile> {
  const { width, height } = PHOTO;
  const [w, h] = [width / 2, height / 2];
  const quarter = (x: number, y: number, color: Color) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${css(color)}"/>`;
  const upright = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    ${quarter(0, 0, CORNERS.topLeft)}${quarter(w, 0, CORNERS.topRight)}
    ${quarter(0, h, CORNERS.bottomLeft)}${quarter(w, h, CORNERS.bottomRight)}
    <circle cx="${w}" cy="${h}" r="700" fill="white"/><path d="M${w} ${h - 600} l300 900 h-600 z" fill="black"/>
  </svg>`;
  return cached('phone.jpg', 'image/jpeg', () =>
    drawn(upright).rotate(-90).removeAlpha().withMetadata({ orientation: 6 }).jpeg({ quality: 88 }).toBuffer(),
  );
}

/** Small enough for the warning about few pixels. */
export function tiny(): Promise<TestFile> {
  return plain('tiny.png', [90, 60, 200], 64);
}

/** A PNG of one colour. */
export async function plain(name: string, [r, g, b]: Color, side = 600): Promise<TestFile> {
  const pixels = sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } });
  return { name, mimeType: 'image/png', buffer: await pixels.png().toBuffer() };
}

/** An incompressible PNG, which takes time to send. */
export function noise(): Promise<TestFile> {
  const grain = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return cached('noise.png', 'image/png', () =>
    sharp({ create: { width: 1400, height: 1400, channels: 3, background: 'gray', noise: grain } })
      .png()
      .toBuffer(),
  );
}

/** The colour at a place of an encoded picture. @param across, down from 0 to 1 */
export async function colorAt(bytes: Uint8Array, across: number, down: number): Promise<Color> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(down * info.height) * info.width + Math.floor(across * info.width)) * info.channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

export function distance(a: Color, b: Color): number {
  return Math.max(...a.map((channel, index) => Math.abs(channel - (b[index] ?? 0))));
}

/** Mean difference of two pictures, 0 to 255, after resizing both to one size. */
export async function difference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((bytes) => sharp(bytes).removeAlpha().resize(128, 128, { fit: 'fill' }).raw().toBuffer()),
  );
  if (!a || !b) throw new Error('Two pictures were expected.');
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
