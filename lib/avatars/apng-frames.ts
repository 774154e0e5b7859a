import type { Apng, ApngFrame } from './apng';
import { fromPixels, type Pixels, toPixels } from './sharp';

/**
 * The frames of an animated PNG, one after the other, each the whole picture as it is seen: four channels, none shares its memory with
 * another. Decoded as they are asked for, so that whoever needs them one at a time holds one at a time.
 *
 * @param decode a PNG to four channels; what it throws comes through
 */
export async function* composedFrames(
  { width, height, frames }: Apng,
  decode: (png: Buffer) => Promise<Pixels>,
): AsyncGenerator<Pixels, void> {
  // What the next frame is painted on. It is never painted on itself: each frame that is handed out belongs to who asked for it.
  let canvas: Pixels = { data: Buffer.alloc(width * height * 4), width, height, channels: 4 };
  for (const frame of frames) {
    const picture = await decode(frame.png());
    const seen = frame.isOver ? await blended(canvas, picture, frame) : copied(canvas, picture, frame);
    if (frame.afterwards === 'cleared') canvas = copied(seen, { ...picture, data: Buffer.alloc(picture.data.length) }, frame);
    else if (frame.afterwards === 'stays') canvas = { ...seen, data: Buffer.from(seen.data) };
    yield seen;
  }
}

type Place = Pick<ApngFrame, 'left' | 'top'>;

async function blended(canvas: Pixels, { data, width, height, channels }: Pixels, { left, top }: Place): Promise<Pixels> {
  return toPixels(fromPixels(canvas).composite([{ input: data, raw: { width, height, channels }, left, top }]));
}

/** The canvas with this picture in place of what was there, its transparency as well. */
function copied(canvas: Pixels, picture: Pixels, { left, top }: Place): Pixels {
  const data = Buffer.from(canvas.data);
  const line = picture.width * 4;
  for (let row = 0; row < picture.height; row += 1) {
    picture.data.copy(data, ((top + row) * canvas.width + left) * 4, row * line, (row + 1) * line);
  }
  return { ...canvas, data };
}
