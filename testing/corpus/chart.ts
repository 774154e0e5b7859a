import type { Raster } from '../reference';

export type Colour = readonly [red: number, green: number, blue: number];

/** Patches along a side of the chart. */
export const ACROSS = 4;

/** What the chart shows, row by row: four corners that no turn confuses, greys, and what people and skies are made of. sRGB. */
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

/** Left and right of the square in a landscape, above and below in a portrait: what must not be seen in the middle square. */
const OUTSIDE: Colour = [255, 0, 255];

/** The patches on the middle square of a picture. Sides that divide by 64 keep the patches on the blocks that JPEG is made of. */
export function chart(width: number, height: number, patches: readonly Colour[] = PATCHES): Raster {
  const side = Math.min(width, height);
  const [left, top] = [Math.round((width - side) / 2), Math.round((height - side) / 2)];
  return drawn(width, height, (x, y) => {
    const [column, row] = [Math.floor(((x - left) * ACROSS) / side), Math.floor(((y - top) * ACROSS) / side)];
    const inside = column >= 0 && column < ACROSS && row >= 0 && row < ACROSS;
    return inside ? (patches[row * ACROSS + column] ?? OUTSIDE) : OUTSIDE;
  });
}

/** Which patch of a square chart a pixel lies in. */
export function patchAt(side: number, x: number, y: number): number {
  return Math.floor((y * ACROSS) / side) * ACROSS + Math.floor((x * ACROSS) / side);
}

/** A picture by its definition: what colour is at each place, with alpha as the fourth number if there is any. */
export function drawn(width: number, height: number, colourAt: (x: number, y: number) => readonly number[]): Raster {
  const channels = colourAt(0, 0).length === 4 ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(colourAt(x, y), (y * width + x) * channels);
  return { data, width, height, channels };
}

/** The same picture with each colour changed; alpha stays. */
export function recoloured(raster: Raster, change: (colour: Colour) => readonly number[]): Raster {
  const data = new Uint8Array(raster.data);
  for (let at = 0; at < data.length; at += raster.channels) data.set(change([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]), at);
  return { ...raster, data };
}

/** The luma that JPEG gives a colour (BT.601). */
export function luma([r, g, b]: Colour): number {
  return Math.round(0.299 * r + 0.587 * g + 0.114 * b);
}

/** The picture in so many shades of grey. */
export function greys(raster: Raster, shades = 256): Raster {
  return recoloured(raster, (colour) => {
    const grey = Math.round((Math.round((luma(colour) * (shades - 1)) / 255) * 255) / (shades - 1));
    return [grey, grey, grey];
  });
}

/** The picture fading from left to right, from nothing to all of it, in steps as wide as half a patch. */
export function faded(raster: Raster): Raster {
  const { width, height } = raster;
  const side = Math.min(width, height);
  const left = (width - side) / 2;
  return drawn(width, height, (x, y) => {
    const step = Math.floor(((x - left) * 8) / side);
    return [...colourAt(raster, x, y), Math.min(255, Math.max(0, Math.round((step * 255) / 7)))];
  });
}

export function colourAt({ data, width, channels }: Raster, x: number, y: number): [number, number, number] {
  const at = (y * width + x) * channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}
