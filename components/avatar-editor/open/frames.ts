import { SIGNATURE_BYTES, typeOfAnimation } from './animation';

/** Longest side of a drawn frame in pixels: sharp on any screen, and within the canvas limits of every browser. */
const LONGEST_SIDE = 2048;

/** The frames of an animation, decoded by the browser. */
export interface Frames {
  count: number;
  /** Draws a frame as it is shown, on what the frames before it leave. @returns an object URL; null if it cannot be decoded */
  draw(frame: number): Promise<string | null>;
  close(): void;
}

/** @returns null if the browser decodes no single frames (Safari), or the file is no animation that the server shows moving */
export async function openFrames(file: Blob): Promise<Frames | null> {
  const head = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const type = typeOfAnimation(head);
  if (!type || !('ImageDecoder' in window)) return null;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type, preferAnimation: true });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
  } catch {
    decoder.close();
    return null;
  }
  return {
    count: decoder.tracks.selectedTrack?.frameCount ?? 1,
    draw: (frame) => draw(decoder, frame),
    close: () => decoder.close(),
  };
}

/** Number of frames; 0 if the browser cannot count them, null for a file that the server does not show moving. */
export async function countFrames(file: Blob): Promise<number | null> {
  try {
    const head = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
    if (!typeOfAnimation(head)) return null;
    const frames = await openFrames(file);
    frames?.close();
    return frames?.count ?? 0;
  } catch {
    // Unreadable: opening the file reports the error.
    return null;
  }
}

async function draw(decoder: ImageDecoder, frameIndex: number): Promise<string | null> {
  try {
    const { image } = await decoder.decode({ frameIndex });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.displayWidth, image.displayHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.displayWidth * scale));
    canvas.height = Math.max(1, Math.round(image.displayHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const still = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    return still && URL.createObjectURL(still);
  } catch {
    // Closed in the meantime, or damaged: the frame before stays.
    return null;
  }
}
