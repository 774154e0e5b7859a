import { setImmediate } from 'node:timers/promises';
import type { Apng, ApngFrame } from '../formats/apng';
import { fromPixels, type Pixels, toPixels } from '../sharp';

/**
 * Composes the frames of an animated PNG in order, each as the full RGBA canvas. Frames are decoded lazily, so only one is in memory.
 *
 * The consumer must read a frame before requesting the next, and must not modify it. All frames share one canvas, because copying a large
 * canvas takes longer than all other steps.
 *
 * @param decode decodes a PNG to RGBA in memory that it does not share; its errors propagate
 */
export async function* composeFrames(
  { width, height, frames }: Apng,
  decode: (png: Buffer) => Promise<Pixels>,
): AsyncGenerator<Pixels, void> {
  let canvas: Pixels = { data: Buffer.alloc(width * height * 4), width, height, channels: 4 };
  for (const frame of frames) {
    const picture = await decode(frame.toPng());
    const replacesAll = frame.blendOp === 'source' && picture.width === width && picture.height === height;
    const isPartial = frame.blendOp === 'source' && !replacesAll;
    const below = isPartial && frame.disposeOp === 'previous' ? await copyRectangle(canvas, frame) : undefined;
    if (isPartial) await replacePixels(canvas, picture, frame);
    const composed = frame.blendOp === 'over' ? await composite(canvas, picture, frame) : replacesAll ? picture : canvas;
    yield composed;
    if (below) await replacePixels(canvas, below, frame);
    if (frame.disposeOp === 'background') await clearRectangle(composed, frame);
    if (frame.disposeOp !== 'previous') canvas = composed;
  }
}

type Position = Pick<ApngFrame, 'left' | 'top'>;
type Rectangle = Pick<ApngFrame, 'left' | 'top' | 'width' | 'height'>;

async function composite(canvas: Pixels, { data, width, height, channels }: Pixels, { left, top }: Position): Promise<Pixels> {
  return toPixels(fromPixels(canvas).composite([{ input: data, raw: { width, height, channels }, left, top }]));
}

/** Replaces pixels of the canvas, including their alpha. */
async function replacePixels(canvas: Pixels, { data, width, height }: Pixels, { left, top }: Position): Promise<void> {
  await eachRow(canvas, { left, top, width, height }, (start, end, row) => {
    data.copy(canvas.data, start, row * width * 4, row * width * 4 + end - start);
  });
}

async function copyRectangle(canvas: Pixels, rectangle: Rectangle): Promise<Pixels> {
  const { width, height } = rectangle;
  const data = Buffer.alloc(width * height * 4);
  await eachRow(canvas, rectangle, (start, end, row) => canvas.data.copy(data, row * width * 4, start, end));
  return { data, width, height, channels: 4 };
}

async function clearRectangle({ data, ...canvas }: Pixels, rectangle: Rectangle): Promise<void> {
  await eachRow(canvas, rectangle, (start, end) => data.fill(0, start, end));
}

/** Bytes between two yields to the event loop; they take one or two milliseconds. A canvas of 13 million pixels takes fifty and more. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/** Visits the rows of a rectangle on the canvas, and yields to the event loop in between. */
async function eachRow(
  canvas: Pick<Pixels, 'width'>,
  { left, top, width, height }: Rectangle,
  visit: (start: number, end: number, row: number) => void,
): Promise<void> {
  for (let row = 0, bytesPassed = 0; row < height; row += 1) {
    const start = ((top + row) * canvas.width + left) * 4;
    visit(start, start + width * 4, row);
    bytesPassed += width * 4;
    if (bytesPassed < CHUNK_BYTES) continue;
    bytesPassed = 0;
    await setImmediate();
  }
}
