import sharp from 'sharp';
import { animation } from './animations';
import { heic } from './heic';
import type { Raster } from './reference';

type Bytes = Uint8Array<ArrayBuffer>;

/** Grain fills the file, so that every part of it holds pixels. */
export const grainy = (side = 400) =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'gray', noise: { type: 'gaussian', mean: 128, sigma: 40 } } });

/** Frames of the same size that all differ. */
async function grainyFrames(count = 8, side = 120): Promise<Raster[]> {
  const frames = Array.from({ length: count }, () => grainy(side).raw().toBuffer());
  return (await Promise.all(frames)).map((data) => ({ data, width: side, height: side, channels: 3 }));
}

/** Slow enough that the flash detector accepts it. */
export const grainyAnimation = async (format: 'gif' | 'webp' | 'png') =>
  animation(await grainyFrames(), { delays: Array.from({ length: 8 }, () => 400), format });

/** A complete picture of each kind that decoders treat apart. */
export const WHOLE: Record<string, () => Promise<Buffer>> = {
  JPEG: () => grainy(160).jpeg().toBuffer(),
  'progressive JPEG': () => grainy(160).jpeg({ progressive: true }).toBuffer(),
  PNG: () => grainy(160).png().toBuffer(),
  'interlaced PNG': () => grainy(160).png({ progressive: true }).toBuffer(),
  'lossy WebP': () => grainy(160).webp().toBuffer(),
  'lossless WebP': () => grainy(160).webp({ lossless: true }).toBuffer(),
  GIF: () => grainy(160).gif().toBuffer(),
  AVIF: () => grainy(160).avif({ effort: 0 }).toBuffer(),
  HEIC: async () => heic('landscape'),
  'HEIC in tiles': async () => heic('grid'),
  'HEIC with alpha': async () => heic('alpha'),
  'animated GIF': () => grainyAnimation('gif'),
  'animated WebP': () => grainyAnimation('webp'),
  'animated PNG': () => grainyAnimation('png'),
};

const latin1 = (text: string, zeros = 0): Bytes => new Uint8Array(Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(zeros)]));

/** Files of formats that are not accepted, by the name that errors give them. */
export const STRANGERS: Record<string, Bytes> = {
  'an SVG drawing': latin1('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'a web page': latin1('<!DOCTYPE html><html><body onload="alert(1)">hello</body></html>'),
  'a PDF document': latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n', 2000),
  'a BMP picture': latin1('BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0', 28),
  'an icon (ICO)': latin1('\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x68\x04\0\0\x16\0\0\0', 1128),
};
