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
export async function* composedFrames(
  { width, height, frames }: Apng,
  decode: (png: Buffer) => Promise<Pixels>,
): AsyncGenerator<Pixels, void> {
  let canvas: Pixels = { data: Buffer.alloc(width * height * 4), width, height, channels: 4 };
  for (const frame of frames) {
    const picture = await decode(frame.png());
    const replacesAll = !frame.isOver && picture.width === width && picture.height === height;
    const isInPlace = !frame.isOver && !replacesAll;
    const below = isInPlace && frame.afterwards === 'restored' ? await extractTile(canvas, frame) : undefined;
    if (isInPlace) await paint(canvas, picture, frame);
    const seen = frame.isOver ? await blended(canvas, picture, frame) : replacesAll ? picture : canvas;
    yield seen;
    if (below) await paint(canvas, below, frame);
    if (frame.afterwards === 'cleared') await clear(seen, frame);
    if (frame.afterwards !== 'restored') canvas = seen;
  }
}

type Place = Pick<ApngFrame, 'left' | 'top'>;
type Part = Pick<ApngFrame, 'left' | 'top' | 'width' | 'height'>;

async function blended(canvas: Pixels, { data, width, height, channels }: Pixels, { left, top }: Place): Promise<Pixels> {
  return toPixels(fromPixels(canvas).composite([{ input: data, raw: { width, height, channels }, left, top }]));
}

/** Replaces pixels of the canvas, including their alpha. */
async function paint(canvas: Pixels, { data, width, height }: Pixels, { left, top }: Place): Promise<void> {
  await eachRow(canvas, { left, top, width, height }, (start, end, row) => {
    data.copy(canvas.data, start, row * width * 4, row * width * 4 + end - start);
  });
}

async function extractTile(canvas: Pixels, part: Part): Promise<Pixels> {
  const { width, height } = part;
  const data = Buffer.alloc(width * height * 4);
  await eachRow(canvas, part, (start, end, row) => canvas.data.copy(data, row * width * 4, start, end));
  return { data, width, height, channels: 4 };
}

async function clear({ data, ...canvas }: Pixels, part: Part): Promise<void> {
  await eachRow(canvas, part, (start, end) => data.fill(0, start, end));
}

/** Bytes between two yields to the event loop; they take one or two milliseconds. A canvas of 13 million pixels takes fifty and more. */
const STRETCH_BYTES = 2 * 1024 * 1024;

/** Visits the rows of a rectangle on the canvas, and yields to the event loop in between. */
async function eachRow(
  canvas: Pick<Pixels, 'width'>,
  { left, top, width, height }: Part,
  visit: (start: number, end: number, row: number) => void,
): Promise<void> {
  for (let row = 0, passed = 0; row < height; row += 1) {
    const start = ((top + row) * canvas.width + left) * 4;
    visit(start, start + width * 4, row);
    passed += width * 4;
    if (passed < STRETCH_BYTES) continue;
    passed = 0;
    await setImmediate();
  }
}
