import { crc32 } from 'node:zlib';
import { type Deadline, deadlineIn, decodePixels } from './decoding';
import { AvatarError } from './errors';
import { asBuffer, dataOf, isPng, PNG_SIGNATURE, pngChunks } from './png-chunks';
import { fromPixels, openSource, type Pixels, toPixels } from './sharp';

/** An animated PNG. Nothing but its chunks has been read until its frames are asked for. */
export interface Apng {
  /** Size of every frame, in pixels. */
  width: number;
  height: number;
  /** How long each frame is shown, in milliseconds, as the file says it: 0 means as short as the viewer can. One for each frame. */
  delays: number[];
  /** How often it is shown; 0: for ever. */
  loops: number;
  /**
   * The frames, one after the other, each the whole picture as it is seen: four channels, none shares its memory with another.
   * Decoded as they are asked for, so that whoever needs them one at a time holds one at a time.
   * @throws AvatarError corrupt_image, too_complex
   */
  frames(deadline?: Deadline): AsyncGenerator<Pixels, void>;
}

/** PNG, third edition, section 11.3.6.2. */
interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  delay: number;
  dispose: number;
  blend: number;
  /** Compressed pixels, in pieces. */
  data: Buffer[];
}

const CLEAR_AFTERWARDS = 1;
const RESTORE_AFTERWARDS = 2;
const BLEND_OVER = 1;

/** What every frame needs from the start of the file to have its colours. Anything else there is no business of a frame. */
const COLOUR_CHUNKS = ['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT'];

/** Delays are a fraction of a second; a denominator of zero stands for 100. */
const delayOf = (numerator: number, denominator: number) => Math.round((1000 * numerator) / (denominator || 100));

/**
 * Reads the structure of a PNG. libvips shows the first picture of an animated PNG and does not say that there are more.
 *
 * @returns null when it is no PNG, or one that does not move.
 * @throws AvatarError corrupt_image
 */
export function readApng(bytes: Uint8Array): Apng | null {
  const file = asBuffer(bytes);
  if (!isPng(file)) return null;
  let header: Buffer = Buffer.alloc(0);
  let [announced, loops] = [0, -1];
  const colours: Buffer[] = [];
  const frames: Frame[] = [];
  for (const { type, data, whole } of wholeChunks(file)) {
    if (type === 'IHDR') header = data;
    else if (type === 'acTL' && data.length >= 8) [announced, loops] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    // Only a file that says so before its first picture moves; the others are done here, at no cost.
    else if (type === 'IDAT' && loops < 0) return null;
    else if (type === 'fcTL' && data.length >= 26) frames.push(frameOf(data));
    // A picture before the first frame is for viewers that know no animation.
    else if (type === 'IDAT') frames.at(-1)?.data.push(data);
    else if (type === 'fdAT') frames.at(-1)?.data.push(data.subarray(4));
    else if (COLOUR_CHUNKS.includes(type) && frames.every((frame) => frame.data.length === 0)) colours.push(whole);
  }
  if (announced === 0 || loops < 0 || header.length < 13 || frames.length === 0) return null;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (frames.length < announced || frames.some((frame) => !fits(frame, width, height))) throw damaged();
  // Nobody shows more than the file announces.
  frames.length = announced;
  return {
    width,
    height,
    delays: frames.map(({ delay }) => delay),
    loops,
    frames: (deadline = deadlineIn()) => compose({ width, height }, frames, (frame) => decodeFrame(frame, header, colours, deadline)),
  };
}

function frameOf(data: Buffer): Frame {
  const [width, height, left, top] = [data.readUInt32BE(4), data.readUInt32BE(8), data.readUInt32BE(12), data.readUInt32BE(16)];
  const delay = delayOf(data.readUInt16BE(20), data.readUInt16BE(22));
  return { width, height, left, top, delay, dispose: data.readUInt8(24), blend: data.readUInt8(25), data: [] };
}

function fits({ left, top, width, height, data }: Frame, canvasWidth: number, canvasHeight: number): boolean {
  return width > 0 && height > 0 && left + width <= canvasWidth && top + height <= canvasHeight && data.length > 0;
}

/** All chunks before the end. @throws AvatarError corrupt_image when there is none */
function* wholeChunks(file: Buffer): Generator<{ type: string; data: Buffer; whole: Buffer }> {
  for (const chunk of pngChunks(file)) {
    if (chunk.end > file.length) throw damaged();
    if (chunk.type === 'IEND') return;
    yield { type: chunk.type, data: dataOf(file, chunk), whole: file.subarray(chunk.start, chunk.end) };
  }
  throw damaged();
}

/** Each frame becomes a PNG of its own, so that depth, palette, interlacing and colour profile are the decoder's business. */
async function decodeFrame({ width, height, data }: Frame, header: Buffer, colours: Buffer[], deadline: Deadline): Promise<Pixels> {
  const sized = Buffer.from(header);
  sized.writeUInt32BE(width, 0);
  sized.writeUInt32BE(height, 4);
  const parts = [PNG_SIGNATURE, chunk('IHDR', sized), ...colours, chunk('IDAT', Buffer.concat(data)), chunk('IEND', Buffer.alloc(0))];
  return decodePixels(openSource(Buffer.concat(parts)).ensureAlpha(), deadline);
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

async function* compose(size: { width: number; height: number }, frames: Frame[], decode: (frame: Frame) => Promise<Pixels>) {
  // What the next frame is painted on. It is never painted on itself: each frame that is handed out belongs to who asked for it.
  let canvas: Pixels = { data: Buffer.alloc(size.width * size.height * 4), ...size, channels: 4 };
  for (const frame of frames) {
    const picture = await decode(frame);
    const seen = frame.blend === BLEND_OVER ? await blended(canvas, picture, frame) : copied(canvas, picture, frame);
    if (frame.dispose === CLEAR_AFTERWARDS) {
      canvas = copied(seen, { ...picture, data: Buffer.alloc(picture.data.length) }, frame);
    } else if (frame.dispose !== RESTORE_AFTERWARDS) {
      canvas = { ...seen, data: Buffer.from(seen.data) };
    }
    yield seen;
  }
}

type Place = Pick<Frame, 'left' | 'top'>;

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

function damaged(): AvatarError {
  return new AvatarError('corrupt_image', 'This animated PNG is damaged or incomplete.');
}
