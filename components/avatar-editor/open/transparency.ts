/** Side of the scaled-down drawing, in pixels: a transparent area that vanishes in it is invisible. */
const SIDE = 64;

const OPAQUE = 255;

/** Whether the background of the picture would be visible. Discards the drawing: a saved picture never goes through a canvas. */
export function hasTransparency(image: HTMLImageElement): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return true;
  context.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return data.some((value, at) => at % 4 === 3 && value < OPAQUE);
}
