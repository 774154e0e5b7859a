import { crc32 } from 'node:zlib';
import { AvatarError } from '@/lib/errors';
import { asBuffer, dataOf, isPng, PNG_SIGNATURE, pngChunks } from './png';

/** Structure of an animated PNG, read from its chunk headers alone. */
export interface Apng {
  /** Canvas size in pixels. */
  width: number;
  height: number;
  /** Number of plays; 0 loops for ever. */
  loops: number;
  /** At least one. */
  frames: ApngFrame[];
  /** True if the static image (IDAT) is not a frame of the animation. */
  hasSeparateStaticImage: boolean;
}

/** A frame's rectangle on the canvas, blend_op and dispose_op (PNG, third edition, section 11.3.6.2). */
export interface ApngFrame {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Milliseconds, as in the file; 0 means as short as the viewer can. */
  delay: number;
  /** `over`: alpha-composited onto the canvas; `source`: replaces the pixels and their alpha. */
  blendOp: 'source' | 'over';
  /** Applied to the canvas before the next frame: `background` clears the rectangle, `previous` restores it. */
  disposeOp: 'none' | 'background' | 'previous';
  /** The frame as a separate PNG. The decoder then handles bit depth, palette, interlacing and colour profile. */
  toPng(): Buffer;
}

/** The CRC after a chunk's data. */
const CRC_BYTES = 4;

type FrameControl = Omit<ApngFrame, 'toPng'>;

/** Chunks before the pixels that determine a frame's colours. Each frame's PNG gets a copy of them and of no others. */
const COLOUR_CHUNKS = ['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT'];

/** A delay is a fraction of a second; a denominator of zero stands for 100. */
const delayMs = (numerator: number, denominator: number) => Math.round((1000 * numerator) / (denominator || 100));

/**
 * Reads the chunks of an animated PNG. libvips decodes only the static image and does not report that there are frames.
 *
 * @returns null if the file is not a PNG, or is a still one
 * @throws AvatarError corrupt_image
 */
export function readApng(bytes: Uint8Array): Apng | null {
  const file = asBuffer(bytes);
  if (!isPng(file)) return null;
  let header: Buffer = Buffer.alloc(0);
  let [frameCount, loops, hasSeparateStaticImage, hasPixels, hasIend] = [0, -1, false, false, false];
  const colours: Buffer[] = [];
  /** With their compressed pixels, one buffer for each chunk. */
  const found: (FrameControl & { data: Buffer[] })[] = [];
  for (const chunk of pngChunks(file)) {
    const { type } = chunk;
    const data = dataOf(file, chunk);
    // A file truncated within this CRC still has all pixels.
    if (type === 'fdAT' && chunk.end - CRC_BYTES > file.length) throw damaged();
    const frame = found.at(-1);
    if (type === 'IHDR') header = data;
    else if (type === 'acTL' && data.length >= 8) [frameCount, loops] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    // An animation has its acTL chunk before the first IDAT. All other PNGs return here, without a scan of their pixels.
    else if (type === 'IDAT' && loops < 0) return null;
    else if (type === 'fcTL' && data.length >= 26) found.push({ ...parseFrameControl(data), data: [] });
    else if (type === 'IDAT' && frame) hasPixels = frame.data.push(data) > 0;
    else if (type === 'IDAT') hasSeparateStaticImage = true;
    else if (type === 'fdAT' && frame) hasPixels = frame.data.push(data.subarray(4)) > 0;
    else if (COLOUR_CHUNKS.includes(type) && !hasPixels) colours.push(file.subarray(chunk.start, chunk.end));
    else if (type === 'IEND') hasIend = true;
  }
  // The decoder detects damage in still PNGs, including truncation within the first IDAT.
  if (loops < 0) return null;
  if (!hasIend && found.length < frameCount) throw damaged();
  if (frameCount === 0 || header.length < 13 || found.length === 0) return null;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (found.length < frameCount || found.some((frame) => frame.data.length === 0 || !isInsideCanvas(frame, width, height))) throw damaged();
  // Viewers ignore frames beyond the announced number.
  const frames = found
    .slice(0, frameCount)
    .map(({ data, ...frame }) => ({ ...frame, toPng: () => encodeFramePng(frame, header, colours, data) }));
  return { width, height, loops, frames, hasSeparateStaticImage };
}

function parseFrameControl(data: Buffer): FrameControl {
  const [width, height, left, top] = [data.readUInt32BE(4), data.readUInt32BE(8), data.readUInt32BE(12), data.readUInt32BE(16)];
  const delay = delayMs(data.readUInt16BE(20), data.readUInt16BE(22));
  const disposeOp = (['none', 'background', 'previous'] as const)[data.readUInt8(24)] ?? 'none';
  const blendOp = data.readUInt8(25) === 1 ? 'over' : 'source';
  return { width, height, left, top, delay, disposeOp, blendOp };
}

function isInsideCanvas({ left, top, width, height }: FrameControl, canvasWidth: number, canvasHeight: number): boolean {
  return width > 0 && height > 0 && left + width <= canvasWidth && top + height <= canvasHeight;
}

function encodeFramePng({ width, height }: FrameControl, header: Buffer, colours: readonly Buffer[], data: readonly Buffer[]): Buffer {
  const frameHeader = Buffer.from(header);
  frameHeader.writeUInt32BE(width, 0);
  frameHeader.writeUInt32BE(height, 4);
  return Buffer.concat([PNG_SIGNATURE, ...pngChunk('IHDR', [frameHeader]), ...colours, ...pngChunk('IDAT', data), ...pngChunk('IEND', [])]);
}

/** Encodes a chunk as several buffers, so that megabytes of pixels are copied only once. */
export function pngChunk(type: string, data: readonly Buffer[]): Buffer[] {
  const [head, check] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32BE(data.reduce((length, piece) => length + piece.length, 0));
  head.write(type, 4, 'latin1');
  check.writeUInt32BE(data.reduce((sum, piece) => crc32(piece, sum), crc32(head.subarray(4))));
  return [head, ...data, check];
}

function damaged(): AvatarError {
  return new AvatarError('corrupt_image', 'This animated PNG is damaged or incomplete.', { stage: 'pixels' });
}
