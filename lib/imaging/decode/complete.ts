import { AvatarError } from '@/lib/errors';
import { pngChunk } from '../formats/apng';
import { isJpeg } from '../formats/jpeg';
import { measureJpeg } from '../formats/jpeg-scan';
import { asBuffer, dataOf, isPng, type PngChunk, pngChunks } from '../formats/png';
import { MAX_JPEG_PADDING } from '../limits';
import { openSource } from './open-source';
import { type Deadline, deadlineIn, decodePixels, readHeader } from './pixels';

/**
 * Adds a missing end to a JPEG or PNG whose pixels are complete. libvips refuses a JPEG without an EOI marker, and a PNG truncated within
 * the CRC of its last pixels; browsers show them.
 *
 * @returns the same array if no end is missing, or if a PNG lacks pixels, which libvips detects
 * @throws AvatarError corrupt_image for a JPEG with missing pixels; too_complex
 */
export async function withCompleteEnd(bytes: Uint8Array, deadline?: Deadline): Promise<Uint8Array> {
  const file = asBuffer(bytes);
  if (isJpeg(file)) return withEoi(file, deadline);
  return isPng(file) ? withIend(file) : bytes;
}

const EOI = Buffer.from([0xff, 0xd9]);

/** Decodings of a JPEG without EOI by {@link withCompleteEnd}: one for each continuation of its scan data. */
const DECODES = 3;

/** Maximum number of decodings by {@link withCompleteEnd}, besides the normal decoding; twice as many with padding at the end. */
export function countEndDecodes(bytes: Uint8Array): number {
  const file = asBuffer(bytes);
  if (!isJpeg(file) || file.subarray(-2).equals(EOI) || measureJpeg(file).hasEoi) return 0;
  return file.at(-1) === 0 || file.at(-1) === 0xff ? 2 * DECODES : DECODES;
}

async function withEoi(jpeg: Buffer, deadline = deadlineIn()): Promise<Uint8Array> {
  // Almost all files end with EOI; this check avoids reading megabytes of markers.
  if (jpeg.subarray(-2).equals(EOI)) return jpeg;
  const { hasEoi, spectralSelections } = measureJpeg(jpeg);
  if (hasEoi) return jpeg;
  const truncateAt = (end: number) => withDefaultSelection(jpeg.subarray(0, end), spectralSelections);
  const withoutFill = lengthWithoutPadding(jpeg, jpeg.length, 0xff);
  // Zeros may replace the marker. A zero after 0xFF is byte stuffing and belongs to the scan data.
  const withoutZeros = lengthWithoutPadding(jpeg, withoutFill, 0);
  const length = withoutZeros < withoutFill && jpeg[withoutZeros - 1] === 0xff ? withoutZeros + 1 : withoutZeros;
  const refused = await findMissingPixels(truncateAt(length), deadline);
  if (!refused) return Buffer.concat([jpeg.subarray(0, length), EOI]);
  // Zeros may also be scan data, if all of them are required. If fewer suffice, they are padding of a truncated file.
  const areNeeded =
    length < withoutFill &&
    !(await findMissingPixels(truncateAt(withoutFill), deadline)) &&
    (await findMissingPixels(truncateAt(withoutFill - 1), deadline));
  if (!areNeeded) throw refused;
  return Buffer.concat([jpeg.subarray(0, withoutFill), EOI]);
}

/**
 * Length of a file without trailing bytes of one value.
 * @throws AvatarError corrupt_image if there are more than {@link MAX_JPEG_PADDING}
 */
function lengthWithoutPadding(jpeg: Buffer, end: number, value: number): number {
  const minLength = Math.max(0, end - MAX_JPEG_PADDING);
  let length = end;
  while (length > minLength && jpeg[length - 1] === value) length -= 1;
  if (length > 0 && jpeg[length - 1] === value) {
    const found = `more than ${MAX_JPEG_PADDING / 1024} KiB of fill bytes`;
    throw new AvatarError('corrupt_image', `This JPEG picture has no end. Expected an EOI marker after its pixels, got ${found}.`, {
      stage: 'pixels',
    });
  }
  return length;
}

/**
 * Sets the spectral selection of sequential scans to the standard value. libjpeg warns about other values, which Samsung cameras write, and
 * these warnings would hide those about missing pixels. Decoders ignore the values.
 */
function withDefaultSelection(jpeg: Buffer, spectralSelections: readonly number[]): Buffer {
  const copy = Buffer.from(jpeg);
  for (const at of spectralSelections) if (at + 3 <= copy.length) copy.set([0, 63, 0], at);
  return copy;
}

/** Rows of the largest MCU: four blocks. */
const MCU_ROWS = 32;

/** Entropy-coded data unrelated to the picture. It contains every restart marker twice, because decoders wait for the expected one. */
const continuation = (...data: number[]) =>
  Buffer.concat(
    Array.from({ length: 16 }, (_, index) => Buffer.concat([Buffer.alloc(48, Buffer.from(data)), Buffer.from([0xff, 0xd0 + (index % 8)])])),
  );

/** Two continuations of the scan data. libjpeg itself continues with zeros; for any missing bit, one of these has the opposite value. */
const CONTINUATIONS = [continuation(0x55, 0x2a, 0xb3), continuation(0xb3, 0x55, 0x2a)];

/**
 * Decodes the picture and keeps its last rows. libjpeg warns about missing pixels, but not in the last rows. Complete rows are identical
 * with every continuation.
 */
async function findMissingPixels(jpeg: Buffer, deadline: Deadline): Promise<AvatarError | undefined> {
  const lastRows = async (end: readonly Buffer[], failOn: 'warning' | 'error') => {
    const bytes = Buffer.concat([jpeg, ...end]);
    const { width, height } = await readHeader(bytes);
    const rows = Math.min(height, MCU_ROWS);
    const pipeline = openSource(bytes, { ignoreIcc: true, failOn }).extract({ left: 0, top: height - rows, width, height: rows });
    return (await decodePixels(pipeline, deadline)).data;
  };
  try {
    const ended = await lastRows([EOI], 'warning');
    for (const continuation of CONTINUATIONS) if (!ended.equals(await lastRows([continuation, EOI], 'error'))) return damaged();
    return undefined;
  } catch (error) {
    if (error instanceof AvatarError && error.code === 'corrupt_image') return error;
    throw error;
  }
}

function damaged(): AvatarError {
  return new AvatarError('corrupt_image', 'This JPEG picture breaks off before its end: the last of its pixels are missing.', {
    stage: 'pixels',
  });
}

/** libvips stops reading a PNG after its last pixels, so only a truncated IDAT chunk needs an end. */
function withIend(png: Buffer): Buffer {
  let last: PngChunk | undefined;
  for (const chunk of pngChunks(png)) last = chunk;
  if (last?.type !== 'IDAT' || last.end <= png.length) return png;
  return Buffer.concat([png.subarray(0, last.start), ...pngChunk('IDAT', [dataOf(png, last)]), ...pngChunk('IEND', [])]);
}
