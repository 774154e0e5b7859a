import type { OutputFormat } from '../media-types';
import { OPEN, sharp } from '../sharp';
import { encode } from './encoders';

/** Where a PNG keeps its width (PNG section 11.2.1). */
const PNG_WIDTH_AT = 16;

/**
 * Brings a square picture of ours to exactly this many pixels, for a wire that promises them: renditions are never enlarged, so that of
 * a crop of 64 pixels has 64, and those between two steps of the ladder do not exist. One that has the size already comes back as it
 * is, undecoded.
 *
 * @param picture that stands still: of one that moves, its still twin
 * @param side pixels, at most what a dialect names as a constant: the cost of this is its square
 * @param format of the picture, before and after
 */
export async function exactly(
  side: number,
  picture: Uint8Array<ArrayBuffer>,
  format: OutputFormat = 'png',
): Promise<Uint8Array<ArrayBuffer>> {
  if ((await sideOf(picture, format)) === side) return picture;
  return new Uint8Array(await encode(sharp(picture, OPEN).resize(side, side, { fit: 'fill' }), format).toBuffer());
}

/** Pixels along one side of a square picture of ours. */
export async function sideOf(picture: Uint8Array<ArrayBuffer>, format: OutputFormat): Promise<number> {
  if (format !== 'png') return (await sharp(picture, OPEN).metadata()).width;
  // Zulip's pages are full of these, and this needs no other thread.
  const { buffer, byteOffset, byteLength } = picture;
  return new DataView(buffer, byteOffset, byteLength).getUint32(PNG_WIDTH_AT);
}
