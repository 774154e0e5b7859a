import { OPEN, sharp } from './sharp';

/** Where a PNG keeps its width (PNG section 11.2.1). */
const PNG_WIDTH_AT = 16;

/**
 * Brings a square PNG of ours to exactly this many pixels, for a wire that promises them: renditions are never enlarged, so that of a
 * crop of 64 pixels has 64. One that has the size already comes back as it is, unread.
 *
 * @param side pixels, at most what a dialect names as a constant: the cost of this is its square
 */
export async function exactly(side: number, png: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = png;
  if (new DataView(buffer, byteOffset, byteLength).getUint32(PNG_WIDTH_AT) === side) return png;
  return new Uint8Array(await sharp(png, OPEN).resize(side, side, { fit: 'fill' }).png({ compressionLevel: 6 }).toBuffer());
}
