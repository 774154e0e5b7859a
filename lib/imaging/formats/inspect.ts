import { MAX_BLOCKS } from '../limits';
import { EXTENSION_INTRODUCER, GRAPHIC_CONTROL_LABEL, gifBlocks, IMAGE_SEPARATOR, TRAILER } from './gif';
import { boxesIn } from './heif';
import { measureJpeg } from './jpeg-scan';
import { asBuffer, isPng, pngChunks } from './png';

/** Structure of a file, found by reading block headers. Nothing is decoded, decompressed or copied. */
export interface Inspection {
  /** Number of segments, chunks or boxes. Parsing stops once the limit is exceeded. */
  blocks: number;
  frames: number;
  /** Passes over all pixels while decoding: one for everything but a progressive JPEG. */
  scans: number;
  /** Bytes outside the image data: EXIF, ICC profiles, text, and other blocks. */
  metadataBytes: number;
  /** Data sub-blocks of a GIF. Parsing stops once the limit is exceeded. */
  subBlocks?: number;
  /** Whether a GIF or JPEG is truncated: libvips decodes these partially. It refuses truncated files of other formats by itself. */
  isTruncated?: boolean;
}

/**
 * Measures a file without trusting it. Truncated files and files with wrong lengths are measured as far as possible; damage is reported by
 * the decoder, or by `withCompleteEnd` if the decoder ignores it. Unknown formats count as one frame.
 */
export function inspectFile(bytes: Uint8Array): Inspection {
  const file = asBuffer(bytes);
  const start = file.toString('latin1', 0, 12);
  if (start.startsWith('\xff\xd8')) return measureJpegFile(file);
  if (isPng(file)) return measurePng(file);
  if (start.startsWith('GIF8')) return measureGif(file);
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return measureWebp(file);
  if (start.slice(4, 8) === 'ftyp') return measureIsoMedia(file);
  return { blocks: 0, frames: 1, scans: 1, metadataBytes: 0 };
}

/** Without an EOI marker, a JPEG counts as complete if its scan headers announce all coefficients. The decoder finds missing scan data. */
function measureJpegFile(file: Buffer): Inspection {
  const { blocks, scans, metadataBytes, hasEoi, announcesAllCoefficients } = measureJpeg(file);
  // A JPEG without a scan is not truncated: the decoder reports it as unreadable.
  return { blocks, frames: 1, scans: Math.max(1, scans), metadataBytes, isTruncated: scans > 0 && !hasEoi && !announcesAllCoefficients };
}

const PNG_PIXELS = ['IDAT', 'fdAT', 'fcTL'];

/** PNG section 5.3. Frames are those of an APNG (section 11.3.6); its static image may not be one of them. */
function measurePng(file: Buffer): Inspection {
  let [blocks, frames, metadataBytes] = [0, 0, 0];
  for (const { type, start, end } of pngChunks(file)) {
    blocks += 1;
    if (type === 'fcTL') frames += 1;
    if (!PNG_PIXELS.includes(type)) metadataBytes += end - start;
    if (blocks > MAX_BLOCKS) break;
  }
  return { blocks, frames: Math.max(1, frames), scans: 1, metadataBytes: Math.min(metadataBytes, file.length) };
}

const GIF_HEADER_LENGTH = 13;

/**
 * Many GIFs lack the trailer or have other bytes in its place, so its absence proves nothing. A GIF is truncated if its last frame is: a
 * Graphic Control Extension has no image after it, or the data of an image ends too early.
 */
function measureGif(file: Buffer): Inspection {
  let [blocks, subBlocks, frames, metadataBytes, isAnnounced, isLastTruncated, hasTrailer] = [0, 0, 0, 0, false, false, false];
  for (const { introducer, label, start, end, subBlocks: subBlocksRead } of gifBlocks(file)) {
    blocks += 1;
    subBlocks = subBlocksRead;
    const isFrame = introducer === IMAGE_SEPARATOR;
    // An extension whose label is missing may be a Graphic Control Extension.
    const announcesFrame = introducer === EXTENSION_INTRODUCER && (label === GRAPHIC_CONTROL_LABEL || start + 1 >= file.length);
    if (isFrame) [frames, isAnnounced] = [frames + 1, false];
    else if (announcesFrame) isAnnounced = true;
    else metadataBytes += end - start;
    if (end > file.length) isLastTruncated = isFrame || announcesFrame;
    hasTrailer = introducer === TRAILER;
    if (blocks > MAX_BLOCKS) break;
  }
  // A file shorter than the header is not a truncated GIF: the decoder reports it as unreadable.
  const isTruncated = file.length > GIF_HEADER_LENGTH && !hasTrailer && (isLastTruncated || isAnnounced || frames === 0);
  return { blocks, frames: Math.max(1, frames), scans: 1, metadataBytes: Math.min(metadataBytes, file.length), subBlocks, isTruncated };
}

const WEBP_PIXELS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF'];

/** WebP container: RIFF chunks, padded to even lengths. Bytes after the stated RIFF length are not read. */
function measureWebp(file: Buffer): Inspection {
  const whole = file.length < 8 ? 0 : Math.min(file.length, 8 + file.readUInt32LE(4));
  let [at, blocks, frames, metadataBytes] = [12, 0, 0, 0];
  while (blocks <= MAX_BLOCKS && at + 8 <= whole) {
    blocks += 1;
    const length = 8 + file.readUInt32LE(at + 4);
    const type = file.toString('latin1', at, at + 4);
    if (type === 'ANMF') frames += 1;
    if (!WEBP_PIXELS.includes(type)) metadataBytes += Math.min(length, whole - at);
    at += length + (length % 2);
  }
  return { blocks, frames: Math.max(1, frames), scans: 1, metadataBytes };
}

/**
 * Boxes that decoders read for a picture, other than `mdat`. They skip all others, such as the video of a motion photo (`mpvd`), `free`,
 * and bytes after the last box.
 */
const ISO_MEDIA_METADATA = ['ftyp', 'meta', 'mini', 'moov', 'moof', 'uuid'];

/** ISO/IEC 14496-12 boxes. Metadata inside `mdat` is found by the decoder. */
function measureIsoMedia(file: Buffer): Inspection {
  let [blocks, metadataBytes] = [0, 0];
  for (const { type, head, end } of boxesIn(file, 0, file.length, MAX_BLOCKS)) {
    blocks += 1;
    if (ISO_MEDIA_METADATA.includes(type)) metadataBytes += end - head;
  }
  return { blocks, frames: 1, scans: 1, metadataBytes };
}
