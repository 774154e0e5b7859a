/** Side of the drawing that is looked through, in pixels: a hole that vanishes in it is none that anybody sees. */
const SIDE = 64;

const OPAQUE = 255;

/** Whether anything behind the picture would be seen. The drawing is thrown away: nothing that is saved goes through a canvas. */
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
