import { fetchPreview } from '../../api/fetch-preview';
import { blurredSurroundings } from './blurred-surroundings';
import { UPRIGHT } from './exif-orientation';
import { thumbnailIn } from './exif-thumbnail';
import { cutThumbnail, isHeif } from './heic-thumbnail';
import { type JpegHeader, readExif, readJpegHeader } from './jpeg-header';
import { isOf } from './thumbnail-extent';

/**
 * Bytes to read of a file. The EXIF segment of a JPEG has at most 64 kB, and short segments may come before it. A HEIC of a phone begins
 * with 4 kB of boxes.
 */
const HEAD_BYTES = 131_072;

/** Time for the server to decode the thumbnail of a HEIC. Later, the photo itself is soon there. */
const PREVIEW_MS = 10_000;

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
 * The thumbnail that cameras embed in a JPEG or HEIC, blurred for around the frame, as a data URL: it is decoded long before the photo.
 * Undefined for files without one, and in browsers that cannot blur it.
 */
export function blurredThumbnail(file: Blob): Promise<string | undefined> {
  // Damaged or unreadable: opening the file reports the error.
  const blurred = begun.get(file) ?? blur(file).catch(() => undefined);
  begun.set(file, blurred);
  return blurred;
}

interface Thumbnail {
  bitmap: ImageBitmap;
  photo: JpegHeader;
}

async function blur(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const found = isHeif(head) ? await heicThumbnail(file, head) : await jpegThumbnail(head);
  if (!found) return undefined;
  try {
    const canvas = upright(found.bitmap, found.photo);
    return canvas && blurredSurroundings(canvas, canvas);
  } finally {
    found.bitmap.close();
  }
}

async function jpegThumbnail(head: Uint8Array): Promise<Thumbnail | null> {
  const exif = readExif(head);
  const bytes = exif && thumbnailIn(exif);
  if (!bytes) return null;
  const [thumbnail, photo] = [readJpegHeader(bytes), readJpegHeader(head)];
  if (!thumbnail || !photo || !isOf(photo, thumbnail)) return null;
  return { bitmap: await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), { imageOrientation: 'none' }), photo };
}

/** Where the browser has no HEIC, the server decodes the thumbnail, in a thirtieth of the time of the photo. */
async function heicThumbnail(file: Blob, head: Uint8Array<ArrayBuffer>): Promise<Thumbnail | null> {
  const found = cutThumbnail(file, head);
  if (!found) return null;
  const bitmap = await createImageBitmap(found.heic).catch(() => previewOf(found.heic));
  // The pixels of some phones are more than they state.
  if (bitmap?.width !== found.thumbnail.width || bitmap.height !== found.thumbnail.height) {
    bitmap?.close();
    return null;
  }
  return { bitmap, photo: { ...found.photo, orientation: UPRIGHT } };
}

async function previewOf(heic: Blob): Promise<ImageBitmap | null> {
  const answer = await fetchPreview(heic, null, AbortSignal.timeout(PREVIEW_MS));
  return answer.ok ? createImageBitmap(answer.value.bytes) : null;
}

/** Draws a thumbnail upright, without the bars that cameras add where the photo has another aspect ratio. */
function upright(bitmap: ImageBitmap, { orientation, ...photo }: JpegHeader): HTMLCanvasElement | undefined {
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
