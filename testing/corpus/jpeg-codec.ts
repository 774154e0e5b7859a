// A JPEG encoder (ITU T.81) for files that libvips does not write: any components, any segments, exact values. Each block of 8 × 8 pixels
// has one colour, as in the charts of the corpus, so a DC coefficient stores it without loss.

export interface JpegImage {
  /** Multiples of 8. */
  width: number;
  height: number;
  /** Component values of the pixel at x, y as stored, 0 to 255: 1, 3 or 4 components. */
  at: (x: number, y: number) => readonly number[];
  /** Component IDs; 1, 2, 3, … by default. */
  ids?: readonly number[];
  /** Blocks between restart markers; none by default. */
  restartEvery?: number;
  /** Ss, Se and Ah/Al of the scan header: 0, 63 and 0 in standard baseline files. */
  scan?: readonly [number, number, number];
}

/** Encodes a marker segment. @param marker the second byte of the marker @param data after the length */
export function segment(marker: number, ...data: (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(data.map((part) => Buffer.from(part)));
  const length = body.byteLength + 2;
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), body]);
}

const SOI_BYTES = 2;

/** Inserts segments after SOI, where application data belongs. */
export function withSegments(jpeg: Uint8Array, ...segments: Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, SOI_BYTES), ...segments, jpeg.subarray(SOI_BYTES)]);
}

/** The Adobe segment. @param transform 0: CMYK or RGB without a transform; 1: YCbCr; 2: YCCK */
export const adobe = (transform: number) => segment(0xee, Buffer.from('Adobe'), [0, 100, 0, 0, 0, 0, transform]);

/** An ICC profile, split into as many segments as necessary. */
export function iccSegments(profile: Uint8Array): Buffer {
  const most = 65_000;
  const parts = Array.from({ length: Math.ceil(profile.byteLength / most) }, (_, index) =>
    profile.subarray(index * most, (index + 1) * most),
  );
  return Buffer.concat(parts.map((part, index) => segment(0xe2, Buffer.from('ICC_PROFILE\0'), [index + 1, parts.length], part)));
}

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);

/** Number of codes of each length from 1 to 16, for difference categories 0 to 11 (T.81, table K.3). */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

/** Code of each difference category (table K.3). */
const DC_CODES = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110', '1111110', '11111110', '111111110'];

/** @param segments after SOI, such as application data */
export function encodeJpeg(image: JpegImage, segments: readonly Uint8Array[] = []): Buffer {
  const { width, height, at, scan = [0, 63, 0] } = image;
  const count = at(0, 0).length;
  const ids = image.ids ?? Array.from({ length: count }, (_, index) => index + 1);
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, count, ...ids.flatMap((id) => [id, 0x11, 0])];
  const restart = image.restartEvery ? [segment(0xdd, [image.restartEvery >> 8, image.restartEvery & 255])] : [];
  return Buffer.concat([
    SOI,
    ...segments,
    // A DC coefficient is eight times the mean of its block. A quantizer of 8 makes the stored value the mean itself.
    segment(0xdb, [0], new Uint8Array(64).fill(8)),
    segment(0xc0, frame),
    segment(0xc4, [0x00], DC_LENGTHS, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    // The only AC code: end of block.
    segment(0xc4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ...restart,
    segment(0xda, [count, ...ids.flatMap((id) => [id, 0x00]), ...scan]),
    ...entropy(image, count),
    EOI,
  ]);
}

function entropy({ width, height, at, restartEvery }: JpegImage, count: number): Buffer[] {
  const parts: Buffer[] = [];
  let bits = '';
  let before = new Array<number>(count).fill(0);
  let blocks = 0;
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      if (restartEvery && blocks > 0 && blocks % restartEvery === 0) {
        parts.push(stuffed(bits), Buffer.from([0xff, 0xd0 + ((blocks / restartEvery - 1) % 8)]));
        bits = '';
        before = before.map(() => 0);
      }
      const means = at(x, y).map((value) => value - 128);
      for (const [component, mean] of means.entries()) bits += `${difference(mean - (before[component] ?? 0))}0`;
      before = means;
      blocks += 1;
    }
  }
  return [...parts, stuffed(bits)];
}

function difference(value: number): string {
  const size = Math.abs(value).toString(2).length * Number(value !== 0);
  if (size === 0) return DC_CODES[0] ?? '';
  const rest = value > 0 ? value : value + 2 ** size - 1;
  return `${DC_CODES[size]}${rest.toString(2).padStart(size, '0')}`;
}

/** Converts bits to bytes, padded with ones, with byte stuffing after 0xFF. */
function stuffed(bits: string): Buffer {
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte.padEnd(8, '1'), 2)).flatMap((byte) => (byte === 255 ? [255, 0] : [byte])));
}

/** YCbCr of a colour (JFIF). */
export function ycc([r, g, b]: readonly [number, number, number]): [number, number, number] {
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  return [Math.round(y), clamp(128 + (b - y) / 1.772), clamp(128 + (r - y) / 1.402)];
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
