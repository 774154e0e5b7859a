import type { Work } from '../avatar-editor/work';
import { shownBackground, shownCrop } from '../avatar-editor/work';

/** Side of the drawn picture in pixels: three times that of the largest place in the demonstration. */
const SIZE = 540;

/** Draws what the frame shows, as the server would save it. Margins are white where the server blurs. @returns an object URL */
export async function drawCrop(work: Work): Promise<string> {
  const image = new Image();
  image.src = work.source.url;
  await image.decode();
  const { x, y, width, rotate, flip } = shownCrop(work);
  const background = shownBackground(work);
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser has no canvas');
  if (background !== 'transparent') {
    context.fillStyle = background === 'blur' ? '#ffffff' : background;
    context.fillRect(0, 0, SIZE, SIZE);
  }
  const angle = (rotate * Math.PI) / 180;
  const { width: w, height: h } = work.picture;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  // The square lies in the bounding box of the turned picture.
  context.scale(SIZE / width, SIZE / width);
  context.translate((w * cos + h * sin) / 2 - x, (w * sin + h * cos) / 2 - y);
  context.rotate(angle);
  if (flip) context.scale(-1, 1);
  context.drawImage(image, -w / 2, -h / 2, w, h);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error('The picture could not be drawn');
  return URL.createObjectURL(blob);
}
