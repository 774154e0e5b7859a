import type { Extent } from '../crop/framing';
import { UPRIGHT } from './exif-orientation';
import { readJpegHeader } from './jpeg-header';

/**
 * Longest side of the copy, in pixels: sharp in the frame until the person zooms in. The server finds faces in it, and proposes no square below
 * 256 pixels, so that in a smaller copy the one around a distant face would be too wide.
 */
export const COPY_SIDE = 1280;

/** Of some 400 kB in a photo, without visible artifacts. */
const QUALITY = 0.9;

/** Pixels of a picture from which a copy saves time. */
const LARGE = 3_000_000;

/** Scales of a JPEG decoder in eighths, from the fastest. The others lack vector instructions in libjpeg-turbo. */
const EIGHTHS = [1, 2, 4, 8];

/** A smaller JPEG of a picture, upright. */
export interface SmallCopy extends Extent {
  blob: Blob;
}

/** Not among the types of TypeScript yet (https://w3c.github.io/webcodecs/#videoframe-interface). */
type TurnedFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean };

/** Whether the browser decodes pictures at a fraction of their size, and applies their EXIF orientation there. Some have no `VideoFrame`. */
export const canCopy = () => 'ImageDecoder' in window && 'VideoFrame' in window && 'rotation' in VideoFrame.prototype;

/**
 * Decodes a large JPEG once, at a fraction of its size and outside of the main thread. An `<img>` decodes all pixels for each size at which it
 * is shown. @returns the copy and the size of the upright original; null for other files, and in browsers without `ImageDecoder` or without
 * EXIF orientation in it
 */
export async function copyJpeg(file: Blob): Promise<{ copy: SmallCopy; picture: Extent } | null> {
  if (!canCopy()) return null;
  try {
    const data = await file.arrayBuffer();
    const header = readJpegHeader(new Uint8Array(data));
    if (!header || header.width * header.height < LARGE) return null;
    const { orientation, ...stored } = header;
    const longest = Math.max(stored.width, stored.height);
    const scale = (EIGHTHS.find((eighths) => (longest * eighths) / 8 >= COPY_SIDE) ?? 8) / 8;
    const [desiredWidth, desiredHeight] = [Math.ceil(stored.width * scale), Math.ceil(stored.height * scale)];
    const decoder = new ImageDecoder({ data, type: 'image/jpeg', desiredWidth, desiredHeight });
    try {
      const { image } = await decoder.decode();
      try {
        // Else the copy would lie otherwise than the saved picture.
        const { rotation = 0, flip = false }: TurnedFrame = image;
        if (orientation !== UPRIGHT && rotation === 0 && !flip) return null;
        const isTurned = rotation % 180 !== 0;
        const picture = isTurned ? { width: stored.height, height: stored.width } : stored;
        return { copy: await reduce(image, picture), picture };
      } finally {
        image.close();
      }
    } finally {
      decoder.close();
    }
  } catch {
    // Damaged or unreadable: opening it as an image reports the error.
    return null;
  }
}

async function reduce(image: CanvasImageSource, picture: Extent): Promise<SmallCopy> {
  const scale = Math.min(1, COPY_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)].map((side) => Math.max(1, side));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  canvas.getContext('2d', { alpha: false })?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return { blob: await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }), width: canvas.width, height: canvas.height };
}
