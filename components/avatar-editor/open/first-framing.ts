import type { Crop, FaceBox } from '../../api/resource';
import type { Extent } from '../crop/framing';
import { COPY_SIDE } from './small-copy';

/** Of some 150 kB in a photo. */
const QUALITY = 0.8;

/** A small copy of a picture; null if the browser cannot draw it. */
export async function smallCopy(url: string): Promise<{ blob: Blob; extent: Extent } | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const scale = Math.min(1, COPY_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return blob && { blob, extent: { width: canvas.width, height: canvas.height } };
}

/** The crop of a picture that a crop of its smaller copy stands for: a square in whole pixels, inside the picture. */
export function enlargeCrop(crop: Crop, copy: Extent, picture: Extent): Crop {
  const scale = picture.width / copy.width;
  const side = Math.max(1, Math.min(Math.round(crop.width * scale), picture.width, picture.height));
  const place = (start: number, length: number) => Math.min(Math.max(Math.round(start * scale), 0), length - side);
  return { x: place(crop.x, picture.width), y: place(crop.y, picture.height), width: side, height: side, rotate: 0 };
}

/** The place in a picture that a box in its smaller copy stands for. */
export function enlargeBox({ x, y, width, height }: FaceBox, copy: Extent, picture: Extent): FaceBox {
  const scale = picture.width / copy.width;
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}
