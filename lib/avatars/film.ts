import { type Apng, readApng } from './apng';
import { type Cut, finish, planCut, scaledBox } from './cut';
import type { Source } from './decode';
import { type Deadline, deadlineIn, decodePixels, readHeader } from './decoding';
import { withClearCanvas } from './gif-canvas';
import { animationSide } from './limits';
import type { Crop } from './ports';
import { fromPixels, openSource, type Pixels, sharp, toPixels } from './sharp';

/** An animation in memory. */
export interface Film {
  /** All frames, square, one below the other. */
  strip: Pixels;
  /** Of one frame, in pixels. */
  side: number;
  /** How long each frame is shown, in milliseconds. */
  delays: number[];
  /** How often it is played; 0 is for ever. */
  loop: number;
}

/** Whether a picture of this kind and with so many frames is an animation, and not a file with several pictures in it. */
export function isAnimation({ format, frames }: Pick<Source, 'format' | 'frames'>): boolean {
  return frames > 1 && (format === 'gif' || format === 'webp' || format === 'png');
}

/** What a WebP file can hold, 16 bits: of milliseconds a minute, and of repetitions more than anybody watches. */
const inWebp = (value: number) => Math.min(value, 65_535);

/**
 * Cuts the square that the crop describes out of every frame: decoded once, scaled, then turned and straightened one by one.
 *
 * @param bytes of a file that {@link isAnimation}
 * @throws AvatarError corrupt_image, too_complex
 */
export async function cropFilm(
  bytes: Uint8Array,
  source: Pick<Source, 'width' | 'height' | 'frames'>,
  crop: Crop,
  deadline: Deadline = deadlineIn(),
): Promise<Film> {
  const side = animationSide(source.frames, crop.width);
  const { orientation, pages = 1, delay, loop = 0 } = await readHeader(bytes, MOVING);
  const cut = planCut(source, orientation, crop, side);
  const apng = readApng(bytes);
  const { frames, delays } = apng
    ? { frames: await scaledFrames(apng, cut, deadline), delays: apng.delays }
    : { frames: await decodedFrames(bytes, pages, cut, deadline), delays: delay ?? [] };
  const strip = join(await Promise.all(frames.map((frame) => finish(frame, cut))));
  return { strip, side, delays: delays.map(inWebp), loop: inWebp(apng ? apng.loops : loop) };
}

const MOVING = { animated: true };

/** One at a time: as they are stored, all of them would take a multiple of the memory. */
async function scaledFrames(apng: Apng, cut: Cut, deadline: Deadline): Promise<Pixels[]> {
  const scaled: Pixels[] = [];
  for await (const frame of apng.frames(deadline)) scaled.push(await toPixels(scaledBox(fromPixels(frame), cut)));
  return scaled;
}

/** All at once: the library goes through the file from start to end. */
async function decodedFrames(bytes: Uint8Array, pages: number, cut: Cut, deadline: Deadline): Promise<Pixels[]> {
  const mended = withClearCanvas(bytes);
  const added = mended === bytes ? 0 : 1;
  const frames = split(await decodePixels(scaledBox(openSource(mended, MOVING), cut), deadline), pages + added);
  // The frame that was added is the second one, and shows what the first does.
  return [...frames.slice(0, 1), ...frames.slice(1 + added)];
}

/** A pipeline that starts from frames in memory. */
export function fromStrip({ data, width, height, channels }: Pixels, frames: number) {
  // What is in memory already has been bounded before it got there.
  return sharp(data, { animated: true, limitInputPixels: false, raw: { width, height, channels, pageHeight: height / frames } });
}

function split({ data, width, height, channels }: Pixels, frames: number): Pixels[] {
  const size = data.byteLength / frames;
  return Array.from({ length: frames }, (_frame, at) => ({
    data: data.subarray(at * size, (at + 1) * size),
    width,
    height: height / frames,
    channels,
  }));
}

function join(frames: readonly Pixels[]): Pixels {
  const [first] = frames;
  if (!first) throw new RangeError('An animation has at least one frame');
  return { ...first, height: first.height * frames.length, data: Buffer.concat(frames.map(({ data }) => data)) };
}
