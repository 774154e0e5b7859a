import type { Crop } from '@/lib/imaging/types';

/** Pixels in memory, written without the image library, so that the library is not compared with itself. */
export interface Raster {
  data: Uint8Array;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** The sine and cosine of an angle of each column or row, for the sine of their sums: sin(c + r) = sin c cos r + cos c sin r. */
function sineTable(length: number, angle: (at: number) => number) {
  const angles = Float64Array.from({ length }, (_, at) => angle(at));
  return { sine: angles.map((value) => Math.sin(value)), cosine: angles.map((value) => Math.cos(value)) };
}

type SineTable = ReturnType<typeof sineTable>;

const sineOfSum = (columns: SineTable, x: number, rows: SineTable, y: number): number =>
  (columns.sine[x] ?? 0) * (rows.cosine[y] ?? 0) + (columns.cosine[x] ?? 0) * (rows.sine[y] ?? 0);

/** A picture with a clear up, down, left and right: waves of different lengths and directions in each channel, on a slope. */
export function landscape(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  // A sine for each wave of each pixel would take most of the time of a test with a photo of twelve million.
  const columns = (angle: (x: number) => number) => sineTable(width, angle);
  const rows = (angle: (y: number) => number) => sineTable(height, angle);
  const [redColumns, redRows] = [columns((x) => x / 11), rows((y) => y / 37)];
  const [greenColumns, greenRows] = [columns((x) => -x / 41), rows((y) => y / 9)];
  const [blueColumns, blueRows] = [columns((x) => x / 17), rows((y) => y / 17)];
  const [curvedColumns, curvedRows] = [columns((x) => (x * x) / 40_000), rows((y) => -y / 29)];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      data[at] = 110 + 60 * (x / width) + 45 * sineOfSum(redColumns, x, redRows, y);
      data[at + 1] = 120 + 50 * (y / height) + 45 * sineOfSum(greenColumns, x, greenRows, y);
      data[at + 2] = 130 + 50 * sineOfSum(blueColumns, x, blueRows, y) + 40 * sineOfSum(curvedColumns, x, curvedRows, y);
    }
  }
  return { data, width, height, channels: 3 };
}

/** Red grows to the right, and green downwards. */
export function slope(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3).fill(128);
  for (let at = 0; at < width * height; at += 1) {
    data[at * 3] = Math.round(255 * (((at % width) + 0.5) / width));
    data[at * 3 + 1] = Math.round(255 * ((Math.floor(at / width) + 0.5) / height));
  }
  return { data, width, height, channels: 3 };
}

/** EXIF 2.3, tag 0x0112: where the pixel that is displayed at x, y is stored, in a picture displayed `width` × `height`. */
const STORED_AT: Record<number, (x: number, y: number, width: number, height: number) => [number, number]> = {
  2: (x, y, width) => [width - 1 - x, y],
  3: (x, y, width, height) => [width - 1 - x, height - 1 - y],
  4: (x, y, _width, height) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, width) => [y, width - 1 - x],
  7: (x, y, width, height) => [height - 1 - y, width - 1 - x],
  8: (x, y, _width, height) => [height - 1 - y, x],
};

/** How a camera stores a picture that is displayed as this one when its orientation tag says `orientation`. */
export function storedFor(displayed: Raster, orientation: number): Raster {
  if (orientation === 1) return displayed;
  const place = STORED_AT[orientation];
  if (!place) throw new RangeError(`No orientation ${orientation}`);
  const { width, height, channels } = displayed;
  const [storedWidth, storedHeight] = orientation > 4 ? [height, width] : [width, height];
  const data = new Uint8Array(displayed.data.length);
  const stored = (x: number, y: number) => {
    const [sx, sy] = place(x, y, width, height);
    return (sy * storedWidth + sx) * channels;
  };
  // Turning and mirroring are linear: from where the first pixel goes, each step to the right or down is one and the same.
  const [right, down] = [stored(1, 0) - stored(0, 0), stored(0, 1) - stored(0, 0)];
  let from = 0;
  for (let y = 0; y < height; y += 1) {
    let to = stored(0, 0) + y * down;
    for (let x = 0; x < width; x += 1, from += channels, to += right) {
      for (let channel = 0; channel < channels; channel += 1) data[to + channel] = displayed.data[from + channel] ?? 0;
    }
  }
  return { data, width: storedWidth, height: storedHeight, channels };
}

/** Colours of 0 to 255 with coverage of 0 to 1 as the fourth. */
type Sample = [number, number, number, number];

/** Pixels of a crop, by its definition: each output pixel is the mean of the displayed pixels under it. RGBA, `side` × `side`. */
export function referenceCrop(displayed: Raster, crop: Crop, side: number): Raster {
  const rotation = (crop.rotate * Math.PI) / 180;
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const extentWidth = displayed.width * Math.abs(cos) + displayed.height * Math.abs(sin);
  const extentHeight = displayed.width * Math.abs(sin) + displayed.height * Math.abs(cos);
  const step = crop.width / side;
  const samples = Math.max(2, Math.ceil(step));
  const data = new Uint8Array(side * side * 4);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const sum: Sample = [0, 0, 0, 0];
      for (let part = 0; part < samples * samples; part += 1) {
        const u = crop.x + (column + ((part % samples) + 0.5) / samples) * step - extentWidth / 2;
        const v = crop.y + (row + (Math.floor(part / samples) + 0.5) / samples) * step - extentHeight / 2;
        const along = u * cos + v * sin;
        addSample(sum, displayed, displayed.width / 2 + (crop.flip ? -along : along), displayed.height / 2 - u * sin + v * cos);
      }
      const at = (row * side + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) data[at + channel] = Math.round((sum[channel] ?? 0) / (sum[3] || 1));
      data[at + 3] = Math.round((255 * sum[3]) / (samples * samples));
    }
  }
  return { data, width: side, height: side, channels: 4 };
}

/** Bilinear, with pixel centres at halves; nothing outside the picture. */
function addSample(sum: Sample, { data, width, height, channels }: Raster, x: number, y: number): void {
  if (x < 0 || y < 0 || x > width || y > height) return;
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [fx, fy] = [x - 0.5 - left, y - 0.5 - top];
  for (let corner = 0; corner < 4; corner += 1) {
    const weight = (corner % 2 ? fx : 1 - fx) * (corner > 1 ? fy : 1 - fy);
    const px = Math.min(Math.max(left + (corner % 2), 0), width - 1);
    const py = Math.min(Math.max(top + (corner > 1 ? 1 : 0), 0), height - 1);
    for (let channel = 0; channel < 3; channel += 1)
      sum[channel] = (sum[channel] ?? 0) + weight * (data[(py * width + px) * channels + channel] ?? 0);
    sum[3] += weight;
  }
}

export interface Likeness {
  /** By how many pixels the picture has to be moved to fit best. */
  offset: { x: number; y: number };
  /** Mean absolute difference of the colours, 0 to 255, where they fit best and where they are. */
  best: number;
  inPlace: number;
  /** The same of the coverage, in place. */
  alpha: number;
}

const SEARCH = 2;

/** Compares a picture with the reference at every offset of up to two pixels, where the reference is not transparent. */
export function compare(actual: Raster, expected: Raster): Likeness {
  const inPlace = meanDifference(actual, expected, 0, 0);
  let best = { x: 0, y: 0, difference: inPlace };
  for (let y = -SEARCH; y <= SEARCH; y += 1) {
    for (let x = -SEARCH; x <= SEARCH; x += 1) {
      const difference = meanDifference(actual, expected, x, y);
      if (difference < best.difference) best = { x, y, difference };
    }
  }
  return {
    offset: { x: best.x, y: best.y },
    best: best.difference,
    inPlace,
    alpha: meanAlphaDifference(actual, expected),
  };
}

function meanDifference(actual: Raster, expected: Raster, dx: number, dy: number): number {
  const { width, height } = expected;
  // A stride that is prime to the waves; every pixel would only take longer.
  const stride = width > 150 ? 5 : 1;
  let [sum, count] = [0, 0];
  for (let y = SEARCH; y < height - SEARCH; y += stride) {
    for (let x = SEARCH; x < width - SEARCH; x += stride) {
      const there = (y * width + x) * expected.channels;
      const here = ((y + dy) * width + x + dx) * actual.channels;
      if (expected.data[there + 3] !== 255 || (actual.channels === 4 && actual.data[here + 3] !== 255)) continue;
      for (let channel = 0; channel < 3; channel += 1)
        sum += Math.abs((expected.data[there + channel] ?? 0) - (actual.data[here + channel] ?? 0));
      count += 3;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function meanAlphaDifference(actual: Raster, expected: Raster): number {
  let sum = 0;
  const pixels = expected.width * expected.height;
  for (let at = 0; at < pixels; at += 1) {
    sum += Math.abs((expected.data[at * 4 + 3] ?? 0) - (actual.channels === 4 ? (actual.data[at * 4 + 3] ?? 0) : 255));
  }
  return sum / pixels;
}
