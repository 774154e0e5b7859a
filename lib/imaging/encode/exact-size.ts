import { asBuffer } from '../formats/png';
import { widthOfWebp } from '../formats/webp';
import type { OutputFormat } from '../media-types';
import { OPEN, sharp } from '../sharp';
import { encode } from './encoders';

/** Offset of the width in a PNG (PNG section 11.2.1). */
const PNG_WIDTH_AT = 16;

/**
 * Resizes a rendition to exactly this side, for dialects that promise a fixed size. Renditions are never enlarged, and sizes between two
 * ladder steps do not exist. A picture that already has the size is returned without decoding.
 *
 * @param side in pixels, at most a constant of the dialect: the cost grows with its square
 * @param picture a still rendition
 * @param format of the picture, before and after
 */
export async function resizeExactly(
  side: number,
  picture: Uint8Array<ArrayBuffer>,
  format: OutputFormat = 'png',
): Promise<Uint8Array<ArrayBuffer>> {
  return (await readSide(picture, format)) === side ? picture : scaleSquare(side, picture, format);
}

/** Scales a square in any format to exactly this side, and encodes it. */
export async function scaleSquare(side: number, square: Uint8Array<ArrayBuffer>, format: OutputFormat): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await encode(sharp(square, OPEN).resize(side, side, { fit: 'fill' }), format).toBuffer());
}

/** Side of a square rendition in pixels, by the first bytes of a PNG or WebP, of which pages show many; null if it must be opened. */
export function sideInHeader(picture: Uint8Array<ArrayBuffer>, format: OutputFormat): number | null {
  if (format === 'png') return asBuffer(picture).readUInt32BE(PNG_WIDTH_AT);
  return format === 'webp' ? widthOfWebp(picture) : null;
}

/** Side of a square rendition in pixels. */
export async function readSide(picture: Uint8Array<ArrayBuffer>, format: OutputFormat): Promise<number> {
  return sideInHeader(picture, format) ?? (await sharp(picture, OPEN).metadata()).width;
}
