import type { Raster } from '../reference';

export type Colour = readonly [red: number, green: number, blue: number];

/** Patches along a side of the chart. */
export const ACROSS = 4;

/** Colours of the patches, row by row in sRGB: four different corners, which reveal the orientation, greys, and natural colours. */
export const PATCHES: readonly Colour[] = [
  [200, 40, 40],
  [224, 172, 140],
  [98, 122, 157],
  [40, 160, 70],
  [250, 250, 250],
  [200, 200, 200],
  [120, 120, 120],
  [50, 50, 50],
  [214, 126, 44],
  [94, 60, 108],
  [60, 170, 180],
  [187, 86, 149],
  [50, 70, 190],
  [115, 82, 68],
  [87, 108, 67],
  [230, 200, 60],
];

/** Colour outside the middle square, which must not appear in its renditions. */
const OUTSIDE: Colour = [255, 0, 255];

/** A picture with the patches on its middle square. Sides that divide by 64 align the patches with the blocks of JPEG. */
export function chart(width: number, height: number, patches: readonly Colour[] = PATCHES): Raster {
  const side = Math.min(width, height);
  const [left, top] = [Math.round((width - side) / 2), Math.round((height - side) / 2)];
  return draw(width, height, (x, y) => {
    const [column, row] = [Math.floor(((x - left) * ACROSS) / side), Math.floor(((y - top) * ACROSS) / side)];
    const inside = column >= 0 && column < ACROSS && row >= 0 && row < ACROSS;
    return inside ? (patches[row * ACROSS + column] ?? OUTSIDE) : OUTSIDE;
  });
}

/** Index of the patch that contains a pixel of a square chart. */
export function patchAt(side: number, x: number, y: number): number {
  return Math.floor((y * ACROSS) / side) * ACROSS + Math.floor((x * ACROSS) / side);
}

/** Draws a picture from a function of the coordinates that returns RGB or RGBA. */
export function draw(width: number, height: number, colourAt: (x: number, y: number) => readonly number[]): Raster {
  const channels = colourAt(0, 0).length === 4 ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(colourAt(x, y), (y * width + x) * channels);
  return { data, width, height, channels };
}

/** The same picture with every colour changed; alpha stays. */
export function mapColours(raster: Raster, change: (colour: Colour) => readonly number[]): Raster {
  const data = new Uint8Array(raster.data);
  for (let at = 0; at < data.length; at += raster.channels) data.set(change([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]), at);
  return { ...raster, data };
}

/** Luma of a colour in JPEG (BT.601). */
export function luma([r, g, b]: Colour): number {
  return Math.round(0.299 * r + 0.587 * g + 0.114 * b);
}

/** The picture in this many shades of grey. */
export function greys(raster: Raster, shades = 256): Raster {
  return mapColours(raster, (colour) => {
    const grey = Math.round((Math.round((luma(colour) * (shades - 1)) / 255) * 255) / (shades - 1));
    return [grey, grey, grey];
  });
}

/** The picture with alpha that grows from left to right in steps half as wide as a patch. */
export function withFadingAlpha(raster: Raster): Raster {
  const { width, height } = raster;
  const side = Math.min(width, height);
  const left = (width - side) / 2;
  return draw(width, height, (x, y) => {
    const step = Math.floor(((x - left) * 8) / side);
    return [...colourAt(raster, x, y), Math.min(255, Math.max(0, Math.round((step * 255) / 7)))];
  });
}

export function colourAt({ data, width, channels }: Raster, x: number, y: number): [number, number, number] {
  const at = (y * width + x) * channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}
