import { AvatarError } from '@/lib/errors';
import { asBuffer } from '../formats/png';
import { MAX_TIFF_JPEG_MARKERS } from '../limits';
import { TAG, type TiffDirectory } from './directory';

/** The frame header of a JPEG stream. */
interface JpegFrame {
  width: number;
  height: number;
  /** Second byte of the SOF marker, which identifies the coding process. */
  marker: number;
  components: number;
  /** Transform flag of the Adobe segment: 0 for RGB and CMYK, 1 for YCbCr, 2 for YCCK. */
  transform?: number;
}

/** SOF markers (ITU-T T.81, table B.1): 0xc0 to 0xcf without DHT, JPG and DAC. */
const isFrameMarker = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const [SOS, ADOBE] = [0xda, 0xee];

const SEQUENTIAL = [0xc0, 0xc1];
const PROGRESSIVE = 0xc2;

/**
 * Coefficients of a progressive stream, two bytes each, stay in memory until its last scan. The memory estimate of a TIFF does not include
 * more.
 */
const MAX_COEFFICIENT_BYTES = 32 * 1024 * 1024;

/** A difference between a stream and its IFD, or a process that libtiff does not decode. */
export type JpegMismatch = 'colours' | 'frame';

/**
 * Compares the JPEG streams of a TIFF with its IFD. libtiff fills missing pixels of a smaller stream with garbage, and ignores the Adobe
 * segment.
 *
 * @param transform required Adobe transform; undefined if the colours require no Adobe segment
 * @returns the first mismatch; undefined if there is none
 * @throws AvatarError corrupt_image, too_complex
 */
export function checkJpegStreams(
  bytes: Uint8Array,
  { values, count }: TiffDirectory,
  transform: number | undefined,
): JpegMismatch | undefined {
  const file = asBuffer(bytes);
  const [width = 0] = values(TAG.imageWidth);
  const [height = 0] = values(TAG.imageLength);
  const isTiled = count(TAG.tileWidth) > 0;
  const [across = width] = values(TAG.tileWidth);
  const [rows = height] = values(isTiled ? TAG.tileLength : TAG.rowsPerStrip);
  let left = MAX_TIFF_JPEG_MARKERS;
  const offsets = values(isTiled ? TAG.tileOffsets : TAG.stripOffsets, MAX_TIFF_JPEG_MARKERS);
  for (const [index, offset] of offsets.entries()) {
    const { frame, markers } = readFrame(file, offset, left);
    left -= markers;
    if (left <= 0) {
      const limit = { limitMarkers: MAX_TIFF_JPEG_MARKERS };
      throw new AvatarError('too_complex', `The TIFF has too many JPEG markers. Expected at most ${MAX_TIFF_JPEG_MARKERS}.`, limit);
    }
    if (!frame) continue;
    const down = isTiled ? rows : Math.min(rows, height - index * rows);
    if (frame.width < across || frame.height < down) {
      const found = `${frame.width} × ${frame.height} pixels where ${across} × ${down} were expected`;
      throw new AvatarError('corrupt_image', `The TIFF is damaged: part ${index + 1} of its JPEG data has ${found}.`, { stage: 'pixels' });
    }
    if (!isSupported(frame)) return 'frame';
    if (frame.transform !== undefined && frame.transform !== transform) return 'colours';
  }
  return undefined;
}

function isSupported({ marker, width, height, components }: JpegFrame): boolean {
  if (marker === PROGRESSIVE) return width * height * components * 2 <= MAX_COEFFICIENT_BYTES;
  return SEQUENTIAL.includes(marker);
}

/** Reads markers up to the frame header. @returns no frame if there is none; libtiff then refuses the file */
function readFrame(file: Buffer, offset: number, maxMarkers: number): { frame?: JpegFrame; markers: number } {
  let transform: number | undefined;
  let at = offset + 2;
  for (let markers = 1; markers <= maxMarkers; markers += 1) {
    if (!(at + 9 <= file.length) || file[at] !== 0xff) return { markers };
    const marker = file[at + 1] ?? 0;
    if (isFrameMarker(marker)) {
      const [height, width, components = 0] = [file.readUInt16BE(at + 5), file.readUInt16BE(at + 7), file[at + 9]];
      return { frame: { marker, width, height, components, transform }, markers };
    }
    if (marker === SOS) return { markers };
    if (marker === ADOBE && file.toString('latin1', at + 4, at + 9) === 'Adobe') transform = file[at + 15];
    // Any number of 0xFF fill bytes may precede a marker.
    at += marker === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return { markers: maxMarkers };
}
