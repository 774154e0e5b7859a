import { AvatarError } from '@/lib/errors';
import { pngChunk } from '../formats/apng';
import { isJpeg } from '../formats/jpeg';
import { measureJpeg } from '../formats/jpeg-scans';
import { asBuffer, dataOf, isPng, type PngChunk, pngChunks } from '../formats/png';
import { MAX_JPEG_PADDING } from '../limits';
import { openSource } from './open-source';
import { type Deadline, deadlineIn, decodePixels, readHeader } from './pixels';

/**
 * The same picture with the end that its file lacks. The library refuses a JPEG without its EOI marker and a PNG that breaks off in the
 * checksums of its last pixels, though all pixels are there and browsers show them.
 *
 * @returns the very bytes, where no end is missing, or pixels of a PNG are, which the library finds
 * @throws AvatarError corrupt_image, of a JPEG whose pixels are not all there; too_complex
 */
export async function withCompleteEnd(bytes: Uint8Array, deadline?: Deadline): Promise<Uint8Array> {
  const file = asBuffer(bytes);
  if (isJpeg(file)) return withEndMarker(file, deadline);
  return isPng(file) ? withEndChunks(file) : bytes;
}

const EOI = Buffer.from([0xff, 0xd9]);

/** How often a whole JPEG without EOI is decoded by {@link withCompleteEnd}: once for each way to go on behind its data. */
const DECODES = 3;

/** How often {@link withCompleteEnd} decodes a picture at most, beside the decoding that follows: twice as often with padding at its end. */
export function decodesOfEnd(bytes: Uint8Array): number {
  const file = asBuffer(bytes);
  if (!isJpeg(file) || file.subarray(-2).equals(EOI) || measureJpeg(file).hasEnd) return 0;
  return file.at(-1) === 0 || file.at(-1) === 0xff ? 2 * DECODES : DECODES;
}

async function withEndMarker(jpeg: Buffer, deadline = deadlineIn()): Promise<Uint8Array> {
  // Nearly every file ends here, and megabytes are not walked for it.
  if (jpeg.subarray(-2).equals(EOI)) return jpeg;
  const { hasEnd, sequentialScans } = measureJpeg(jpeg);
  if (hasEnd) return jpeg;
  const upTo = (end: number) => withoutSelection(jpeg.subarray(0, end), sequentialScans);
  const whole = withoutLast(jpeg, jpeg.length, 0xff);
  // Without zeros that were written in place of the marker; the one behind 0xff makes that a byte of pixels.
  const zeros = withoutLast(jpeg, whole, 0);
  const length = zeros < whole && jpeg[zeros - 1] === 0xff ? zeros + 1 : zeros;
  const refused = await missingPixels(upTo(length), deadline);
  if (!refused) return Buffer.concat([jpeg.subarray(0, length), EOI]);
  // Zeros may be pixels as well, down to the last of them. Where fewer would do, they fill up a file that breaks off.
  const areNeeded = length < whole && !(await missingPixels(upTo(whole), deadline)) && (await missingPixels(upTo(whole - 1), deadline));
  if (!areNeeded) throw refused;
  return Buffer.concat([jpeg.subarray(0, whole), EOI]);
}

/**
 * The length of a file without the bytes of one value at its end.
 * @throws AvatarError corrupt_image, if there are more of them than {@link MAX_JPEG_PADDING}
 */
function withoutLast(jpeg: Buffer, end: number, value: number): number {
  const least = Math.max(0, end - MAX_JPEG_PADDING);
  let length = end;
  while (length > least && jpeg[length - 1] === value) length -= 1;
  if (length > 0 && jpeg[length - 1] === value) {
    const found = `more than ${MAX_JPEG_PADDING / 1024} KiB of fill bytes`;
    throw new AvatarError('corrupt_image', `This JPEG picture has no end. Expected an EOI marker after its pixels, got ${found}.`);
  }
  return length;
}

/**
 * The decoder warns where it makes pixels up, and of sequential scans that select coefficients, as Samsung's cameras write them: decoders
 * ignore the selection, and browsers show the picture.
 */
function withoutSelection(jpeg: Buffer, sequentialScans: readonly number[]): Buffer {
  const copy = Buffer.from(jpeg);
  for (const at of sequentialScans) if (at + 3 <= copy.length) copy.set([0, 63, 0], at);
  return copy;
}

/** Rows of the largest MCU: four blocks. */
const MCU_ROWS = 32;

/** Entropy-coded data of no picture, with each restart marker twice: decoders wait for the one whose turn it is. */
const filling = (...data: number[]) =>
  Buffer.concat(
    Array.from({ length: 16 }, (_, turn) => Buffer.concat([Buffer.alloc(48, Buffer.from(data)), Buffer.from([0xff, 0xd0 + (turn % 8)])])),
  );

/** The decoder itself goes on with zeros. Of one missing bit, one of these has the other value. */
const FILLINGS = [filling(0x55, 0x2a, 0xb3), filling(0xb3, 0x55, 0x2a)];

/**
 * Decodes everything, up to the last rows, and keeps these. The library tells that the decoder made pixels up, but not of its last rows:
 * those that are there are the same whatever follows them.
 */
async function missingPixels(jpeg: Buffer, deadline: Deadline): Promise<AvatarError | undefined> {
  const lastRows = async (end: readonly Buffer[], failOn: 'warning' | 'error') => {
    const bytes = Buffer.concat([jpeg, ...end]);
    const { width, height } = await readHeader(bytes);
    const rows = Math.min(height, MCU_ROWS);
    const pipeline = openSource(bytes, { ignoreIcc: true, failOn }).extract({ left: 0, top: height - rows, width, height: rows });
    return (await decodePixels(pipeline, deadline)).data;
  };
  try {
    const ended = await lastRows([EOI], 'warning');
    for (const filling of FILLINGS) if (!ended.equals(await lastRows([filling, EOI], 'error'))) return damaged();
    return undefined;
  } catch (error) {
    if (error instanceof AvatarError && error.code === 'corrupt_image') return error;
    throw error;
  }
}

function damaged(): AvatarError {
  return new AvatarError('corrupt_image', 'This JPEG picture breaks off before its end: the last of its pixels are missing.');
}

/** The library reads a PNG to the end of its last pixels and asks for no more, so only these need an end. */
function withEndChunks(png: Buffer): Buffer {
  let last: PngChunk | undefined;
  for (const chunk of pngChunks(png)) last = chunk;
  if (last?.type !== 'IDAT' || last.end <= png.length) return png;
  return Buffer.concat([png.subarray(0, last.start), ...pngChunk('IDAT', [dataOf(png, last)]), ...pngChunk('IEND', [])]);
}
