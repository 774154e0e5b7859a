import { noteVia } from '../../../api/via';
import type { Colour } from './colours';

/** Pixels of the file: the largest that is shown. */
const SIDE = 1024;

/** Share of the side that letters may take, so that they stay inside of a circle. */
const WIDTH = 0.64;
const HEIGHT = 0.44;

/** Between letters, so that Arabic ones do not join. */
const NON_JOINER = '\u200c';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Draws letters in the middle of the canvas, by their ink: letters of some scripts hang far below the line. The fonts are those of the
 * browser, which has letters of every script that its person reads.
 */
export function drawInitials(canvas: HTMLCanvasElement, letters: readonly string[], { back, front }: Colour): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width: side } = canvas;
  context.fillStyle = back;
  context.fillRect(0, 0, side, side);
  if (letters.length === 0) return;
  const text = letters.join(NON_JOINER);
  const family = getComputedStyle(document.body).fontFamily;
  const setSize = (size: number) => {
    context.font = `600 ${size}px ${family}`;
  };
  context.direction = RIGHT_TO_LEFT.test(text) ? 'rtl' : 'ltr';
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  setSize(side / 2);
  const measured = inkOf(context.measureText(text));
  const size = (side / 2) * Math.min((side * WIDTH) / measured.width, (side * HEIGHT) / measured.height, 1);
  setSize(size);
  const ink = inkOf(context.measureText(text));
  context.fillStyle = front;
  context.fillText(text, (side - ink.width) / 2 + ink.left, (side - ink.height) / 2 + ink.ascent);
}

function inkOf(metrics: TextMetrics) {
  const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = metrics;
  const { actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = metrics;
  return { left, ascent, width: Math.max(1, left + right), height: Math.max(1, ascent + descent) };
}

/** The initials as a file. */
export async function initialsFile(letters: readonly string[], colour: Colour): Promise<File | null> {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  drawInitials(canvas, letters, colour);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob && noteVia(new File([blob], 'initials.png', { type: 'image/png' }), 'drawing');
}
