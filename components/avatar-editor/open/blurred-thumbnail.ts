import type { Extent } from '../crop/framing';
import { blurredSurroundings } from './blurred-surroundings';
import { thumbnailIn } from './exif-thumbnail';
import { readExif, readJpegHeader } from './jpeg-header';

/** Bytes to read of a file: its EXIF segment has at most 64 kB, and short segments may come before it. */
const HEAD_BYTES = 131_072;

/** Longest side of a thumbnail in pixels. Cameras write 160. */
const MAX_SIDE = 640;

/** For each EXIF orientation, from 1: the first four values of the matrix that makes a picture upright. */
const UPRIGHT_MATRICES = [
  [1, 0, 0, 1],
  [-1, 0, 0, 1],
  [-1, 0, 0, -1],
  [1, 0, 0, -1],
  [0, 1, 1, 0],
  [0, 1, -1, 0],
  [0, -1, -1, 0],
  [0, -1, 1, 0],
] as const;

/** Single-flight: the editor begins, and the dialog awaits the same promise. */
const begun = new WeakMap<Blob, Promise<string | undefined>>();

/**
 * The thumbnail that cameras embed in photos, blurred for around the frame, as a data URL: it is decoded long before the photo. Undefined for
 * files without one, and in browsers that cannot blur it.
 */
export function blurredThumbnail(file: Blob): Promise<string | undefined> {
  // Damaged or unreadable: opening the file reports the error.
  const blurred = begun.get(file) ?? blur(file).catch(() => undefined);
  begun.set(file, blurred);
  return blurred;
}

async function blur(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const exif = readExif(head);
  const bytes = exif && thumbnailIn(exif);
  if (!bytes) return undefined;
  const [thumbnail, photo] = [readJpegHeader(bytes), readJpegHeader(head)];
  if (!thumbnail || !photo || !isOf(photo, thumbnail)) return undefined;
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), { imageOrientation: 'none' });
  try {
    const canvas = upright(bitmap, photo);
    return canvas && blurredSurroundings(canvas, canvas);
  } finally {
    bitmap.close();
  }
}

/** Whether a thumbnail may show a photo: programs that turn or crop the photo often leave an old one. */
export function isOf(photo: Extent, { width, height }: Extent): boolean {
  return Math.max(width, height) <= MAX_SIDE && photo.width >= photo.height === width >= height;
}

/** Draws a thumbnail upright, without the bars that cameras add where the photo has another aspect ratio. */
function upright(bitmap: ImageBitmap, { orientation, ...photo }: Extent & { orientation: number }): HTMLCanvasElement | undefined {
  const canvas = document.createElement('canvas');
  const scale = Math.min(bitmap.width / photo.width, bitmap.height / photo.height);
  const [width = 1, height = 1] = [photo.width, photo.height].map((side) => Math.max(1, Math.round(side * scale)));
  [canvas.width, canvas.height] = orientation > 4 ? [height, width] : [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const [a, b, c, d] = UPRIGHT_MATRICES[orientation - 1] ?? UPRIGHT_MATRICES[0];
  context?.setTransform(a, b, c, d, canvas.width / 2, canvas.height / 2);
  context?.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  return context ? canvas : undefined;
}
