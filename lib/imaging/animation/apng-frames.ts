import { setImmediate } from 'node:timers/promises';
import type { Apng, ApngFrame } from '../formats/apng';
import { fromPixels, type Pixels, toPixels } from '../sharp';

/**
 * The frames of an animated PNG, one after the other, each the whole picture as it is seen, in four channels. Decoded as they are asked
 * for, so that whoever needs them one at a time holds one at a time.
 *
 * Who has one reads it before asking for the next, and does not change it: the next is painted on the same memory, since copies of a large
 * canvas take longer than all else that is done to it.
 *
 * @param decode a PNG to four channels, in memory that is nobody else's; what it throws comes through
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

/** Puts a picture in place of what is there, its transparency as well. */
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

/** Bytes that are gone through at a stretch, which takes a millisecond or two: a canvas of 13 million pixels takes fifty and more. */
const STRETCH_BYTES = 2 * 1024 * 1024;

/** Visits where the rows of a part lie in a canvas, and lets others be served between. */
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
