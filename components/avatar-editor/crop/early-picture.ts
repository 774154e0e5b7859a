import { isCopyEnough, type Work } from '../work';
import { drawFramed } from './draw-framed';

/** Side in pixels: the picture in the header at three pixels for each CSS pixel. */
const SIDE = 128;

/**
 * The framed picture as the header shows it until the file of the server is there. Drawn during the upload.
 * @returns an image with a data URL, decoded; null if the browser cannot draw it
 */
export async function earlyPicture(work: Work): Promise<HTMLImageElement | null> {
  try {
    const { stillUrl, copy, url } = work.source;
    const picture = await loaded(stillUrl ?? (copy && isCopyEnough(work, copy, SIDE) ? copy.url : url));
    const canvas = document.createElement('canvas');
    canvas.width = SIDE;
    canvas.height = SIDE;
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.imageSmoothingQuality = 'high';
    drawFramed(context, picture, work, SIDE);
    const drawn = await loaded(canvas.toDataURL());
    await drawn.decode();
    return drawn;
  } catch {
    // The header waits for the file of the server.
    return null;
  }
}

/** Without decoding all pixels of a photo, as `decode` would: drawing takes a scaled-down one. */
function loaded(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('The picture cannot be drawn.'));
    image.src = url;
  });
}
