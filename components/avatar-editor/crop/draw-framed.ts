import { shownBackground, shownCrop, type Work } from '../work';
import { rotatedExtent } from './framing';

/** Draws the framed picture small, on a square. Only to look at: a saved picture never goes through a canvas. */
export function drawFramed(context: CanvasRenderingContext2D, image: HTMLImageElement, work: Work, side: number): void {
  const { picture } = work;
  const background = shownBackground(work);
  const crop = shownCrop(work);
  const box = rotatedExtent(picture, crop.rotate);
  if (background !== 'transparent') {
    // Behind a blurred copy the server has white.
    context.fillStyle = background === 'blur' ? 'white' : background;
    context.fillRect(0, 0, side, side);
  }
  if (background === 'blur') context.drawImage(image, 0, 0, side, side);
  context.scale(side / crop.width, side / crop.width);
  context.translate(box.width / 2 - crop.x, box.height / 2 - crop.y);
  context.rotate((crop.rotate * Math.PI) / 180);
  if (crop.flip) context.scale(-1, 1);
  context.drawImage(image, -picture.width / 2, -picture.height / 2, picture.width, picture.height);
}
