/** Side of the copy in pixels, and the blur on it: those of the server, which enlarges it like a browser does. */
export const COPY_SIDE = 32;
const SIGMA = 2.5;
/** Pixels on either side that count: libvips leaves out weights below a fifth of the largest. */
const REACH = 4;

const WEIGHTS = Array.from({ length: 2 * REACH + 1 }, (_weight, at) => Math.exp(-((at - REACH) ** 2) / (2 * SIGMA ** 2)));
const SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** Blurs a square of opaque RGBA pixels. Beyond its edges it goes on as it is there. */
export function blurSquare(pixels: Uint8ClampedArray, side: number): Uint8ClampedArray {
  return blurAlong(blurAlong(pixels, side, 4, side * 4), side, side * 4, 4);
}

/** @param step bytes from a pixel to the next one along the blur @param across bytes from a line to the next one */
function blurAlong(pixels: Uint8ClampedArray, side: number, step: number, across: number): Uint8ClampedArray {
  const blurred = new Uint8ClampedArray(pixels);
  for (let line = 0; line < side; line += 1) {
    for (let at = 0; at < side; at += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const value = WEIGHTS.reduce((sum, weight, offset) => {
          const from = Math.min(Math.max(at + offset - REACH, 0), side - 1);
          return sum + weight * (pixels[line * across + from * step + channel] ?? 0);
        }, 0);
        blurred[line * across + at * step + channel] = value / SUM;
      }
    }
  }
  return blurred;
}

/** How the picture lies behind the square: turned by the nearest quarter, and mirrored. */
export interface Pose {
  quarters: number;
  flip: boolean;
}

/** The middle of a picture, mirrored and turned, blurred as the server does it. @returns a data URL; null if it cannot be drawn */
export async function blurredCopy(url: string, { quarters, flip }: Pose): Promise<string | null> {
  const image = new Image();
  image.src = url;
  try {
    // Of a picture that the browser has decoded already.
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.width = COPY_SIDE;
  canvas.height = COPY_SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  // White behind transparent pixels, as on the server.
  context.fillStyle = 'white';
  context.fillRect(0, 0, COPY_SIDE, COPY_SIDE);
  const scale = COPY_SIDE / Math.min(image.naturalWidth, image.naturalHeight);
  context.imageSmoothingQuality = 'high';
  context.translate(COPY_SIDE / 2, COPY_SIDE / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.scale(flip ? -scale : scale, scale);
  context.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
  const drawn = context.getImageData(0, 0, COPY_SIDE, COPY_SIDE);
  drawn.data.set(blurSquare(drawn.data, COPY_SIDE));
  context.putImageData(drawn, 0, 0);
  return canvas.toDataURL();
}
