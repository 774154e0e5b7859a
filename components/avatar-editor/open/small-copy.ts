import { frameSide } from '../crop/frame-side';
import type { Extent } from '../crop/framing';
import { blurredSurroundings } from './blurred-surroundings';
import { UPRIGHT } from './exif-orientation';
import { type JpegHeader, readJpegHeader } from './jpeg-header';
import { isJpeg } from './opaque-header';

/**
 * Longest side of the copy, in pixels: sharp in the frame until the person zooms in. The server finds faces in it, and proposes no square below
 * 256 pixels, so that in a smaller copy the one around a distant face would be too wide.
 */
export const COPY_SIDE = 1280;

const TYPE = 'image/jpeg';

/** Of some 400 kB in a photo, without visible artifacts. */
const QUALITY = 0.9;

/** Pixels of a picture from which a copy saves time. */
const LARGE = 3_000_000;

/** Share of the sides of the copy above which a smaller one does not appear much earlier. */
const LEAST_GAIN = 0.85;

/** Most that a person waits for the dialog until a file is read, in milliseconds: two frames of the browser. A photo takes a third of it. */
export const READING_MS = 33;

/** Scales of a JPEG decoder in eighths, from the fastest. The others lack vector instructions in libjpeg-turbo. */
const EIGHTHS = [1, 2, 4, 8];

/** A smaller JPEG of a picture, upright. */
export interface SmallCopy extends Extent {
  blob: Blob;
}

/** A large JPEG, decoded at a fraction of its size. */
export interface ReducedJpeg {
  /** Size of the upright original. */
  picture: Extent;
  /** The copy to show first, which a person waits for: no larger than the frame, if that saves time. */
  first: Extent & { url: string; isFirst: boolean };
  /** Data URL of a small, blurred copy for around the frame, if the browser can make one. */
  surroundings: string | undefined;
  /** The copy of {@link COPY_SIDE}, made with the first call. Null if it cannot be encoded. */
  whole: () => Promise<SmallCopy | null>;
  /** Frees the pixels, unless `whole` does when it is done with them. */
  close: () => void;
}

/** Not among the types of TypeScript yet (https://w3c.github.io/webcodecs/#videoframe-interface). */
type TurnedFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean };

/** Whether the browser decodes pictures at a fraction of their size, and applies their EXIF orientation there. Some have no `VideoFrame`. */
export const canCopy = () => 'ImageDecoder' in window && 'VideoFrame' in window && 'rotation' in VideoFrame.prototype;

/** The file that has been chosen last, from before the page shows that it opens. */
let begun: { file: Blob; reduced: Promise<ReducedJpeg | null> } | null = null;

/**
 * Begins to decode a file that {@link reduceJpeg} is about to be called for. Resolves when the browser decodes it, outside of the main thread:
 * rendering before that would delay reading the file. At the latest after {@link READING_MS}, because files may come from a slow disk or a
 * network.
 */
export function beginToReduce(file: Blob): Promise<void> {
  closeBegun();
  return new Promise((resolve) => {
    begun = { file, reduced: decodeReduced(file, resolve).finally(resolve) };
    setTimeout(resolve, READING_MS);
  });
}

/** Frees a file that {@link beginToReduce} began and that is not going to be opened. */
export function forgetBegun(file: Blob): void {
  if (begun?.file === file) closeBegun();
}

function closeBegun(): void {
  takeBegun()?.then((reduced) => reduced?.close());
}

function takeBegun(): Promise<ReducedJpeg | null> | undefined {
  const taken = begun?.reduced;
  begun = null;
  return taken;
}

/**
 * Decodes a large JPEG once, at a fraction of its size and outside of the main thread. An `<img>` decodes all pixels for each size at which it
 * is shown. Returns null for other files, and in browsers without `ImageDecoder` or without EXIF orientation in it. The caller closes it.
 */
export function reduceJpeg(file: Blob): Promise<ReducedJpeg | null> {
  return (begun?.file === file && takeBegun()) || decodeReduced(file);
}

/** @param onDecoding called once the browser decodes the file */
async function decodeReduced(file: Blob, onDecoding = () => {}): Promise<ReducedJpeg | null> {
  if (!canCopy()) return null;
  try {
    // Most files have a true type. Of others, all bytes are read only if they are a JPEG.
    if (file.type !== TYPE && !(await isJpeg(file))) return null;
    const data = await file.arrayBuffer();
    const header = readJpegHeader(new Uint8Array(data));
    if (!header || header.width * header.height < LARGE) return null;
    const { orientation, ...stored } = header;
    const longest = Math.max(stored.width, stored.height);
    const scale = (EIGHTHS.find((eighths) => (longest * eighths) / 8 >= COPY_SIDE) ?? 8) / 8;
    const [desiredWidth, desiredHeight] = [Math.ceil(stored.width * scale), Math.ceil(stored.height * scale)];
    const decoder = new ImageDecoder({ data, type: TYPE, desiredWidth, desiredHeight, transfer: [data] });
    try {
      const decoding = decoder.decode();
      onDecoding();
      const { image } = await decoding;
      return await reduce(image, header).catch((error) => {
        image.close();
        throw error;
      });
    } finally {
      decoder.close();
    }
  } catch {
    // Damaged or unreadable: opening it as an image reports the error.
    return null;
  }
}

/** Takes over the frame. */
async function reduce(image: TurnedFrame, { orientation, ...stored }: JpegHeader): Promise<ReducedJpeg | null> {
  const { rotation = 0, flip = false } = image;
  // Else the copy would lie otherwise than the saved picture.
  if (orientation !== UPRIGHT && rotation === 0 && !flip) {
    image.close();
    return null;
  }
  const isTurned = rotation % 180 !== 0;
  const picture = isTurned ? { width: stored.height, height: stored.width } : stored;
  const size = shrunk(picture, COPY_SIDE / Math.max(picture.width, picture.height));
  const share = frameSide() / Math.min(size.width, size.height);
  const isFirst = share < LEAST_GAIN;
  const firstSize = isFirst ? shrunk(size, share) : size;
  const canvas = await canvasOf(image, firstSize);
  // Encodes at once: `toBlob` and `convertToBlob` wait until the main thread is idle.
  const url = canvas.toDataURL(TYPE, QUALITY);
  // `data:,` means that encoding failed.
  if (!url.startsWith(`data:${TYPE}`)) throw new Error('The first copy cannot be encoded.');
  let copying: Promise<SmallCopy | null> | null = null;
  return {
    picture,
    first: { ...firstSize, isFirst, url },
    surroundings: blurredSurroundings(canvas, firstSize),
    whole: () => {
      copying ??= copyOf(image, size)
        .catch(() => null)
        .finally(() => image.close());
      return copying;
    },
    close: () => {
      if (!copying) image.close();
    },
  };
}

/** An extent at a scale of at most 1, in whole pixels. */
function shrunk({ width, height }: Extent, scale: number): Extent {
  const [shrunkWidth = 1, shrunkHeight = 1] = [width, height].map((side) => Math.max(1, Math.round(side * Math.min(1, scale))));
  return { width: shrunkWidth, height: shrunkHeight };
}

/**
 * Draws a frame. `createImageBitmap` scales it outside of the main thread, which `drawImage` does not. A `bitmaprenderer` would drop its
 * orientation, and keep its colour space.
 */
async function draw(image: VideoFrame, { width, height }: Extent, context: CanvasDrawImage | null): Promise<void> {
  const bitmap = await createImageBitmap(image, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
}

async function canvasOf(image: VideoFrame, size: Extent): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  // In main memory, where it is encoded.
  await draw(image, size, canvas.getContext('2d', { alpha: false, willReadFrequently: true }));
  return canvas;
}

async function copyOf(image: VideoFrame, size: Extent): Promise<SmallCopy> {
  const canvas = new OffscreenCanvas(size.width, size.height);
  await draw(image, size, canvas.getContext('2d', { alpha: false, willReadFrequently: true }));
  return { ...size, blob: await canvas.convertToBlob({ type: TYPE, quality: QUALITY }) };
}
