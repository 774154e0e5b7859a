import { MAX_BLOCKS } from '../limits';
import { EXTENSION, GRAPHIC_CONTROL, gifBlocks, IMAGE, TRAILER } from './gif';
import { boxesIn } from './heif';
import { measureJpeg } from './jpeg-scans';
import { asBuffer, isPng, pngChunks } from './png';

/** What a file is made of beside its pixels, found by hopping from block to block. Nothing is decoded, expanded or copied. */
export interface Inspection {
  /** Segments, chunks, boxes or what else the format calls them. Past the most that are taken, nothing is looked at any more. */
  blocks: number;
  frames: number;
  /** How often decoding goes over all pixels; one for everything but a progressive JPEG. */
  scans: number;
  /** Bytes that are not pixels: camera data, colour profiles, text, and whatever else is in blocks of its own. */
  metadataBytes: number;
  /** What the data of a GIF is in. Past the most that are taken, nothing is looked at any more. */
  pieces?: number;
  /** Whether a GIF or a JPEG breaks off, of which the decoder shows what there is. Of the other formats it refuses such files itself. */
  isTruncated?: boolean;
}

/**
 * Measures a file without trusting it: one that breaks off, or lies about its lengths, is measured as far as it goes, and what is wrong
 * with it is said by the decoder or, where that says nothing, by `cutOff`. A file of no kind that is known here has one frame and
 * nothing else.
 */
export function inspectFile(bytes: Uint8Array): Inspection {
  const file = asBuffer(bytes);
  const start = file.toString('latin1', 0, 12);
  if (start.startsWith('\xff\xd8')) return measureWholeJpeg(file);
  if (isPng(file)) return measurePng(file);
  if (start.startsWith('GIF8')) return measureGif(file);
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return measureWebp(file);
  if (start.slice(4, 8) === 'ftyp') return measureIsoMedia(file);
  return { blocks: 0, frames: 1, scans: 1, metadataBytes: 0 };
}

/** Without an end it is whole as far as can be told from its scans: whether their pixels are all there, the decoder finds. */
function measureWholeJpeg(file: Buffer): Inspection {
  const { blocks, scans, metadataBytes, hasEnd, announcesAll } = measureJpeg(file);
  // Without a scan there is no picture that breaks off: the decoder says that it cannot read the file.
  return { blocks, frames: 1, scans: Math.max(1, scans), metadataBytes, isTruncated: scans > 0 && !hasEnd && !announcesAll };
}

const PNG_PIXELS = ['IDAT', 'fdAT', 'fcTL'];

/** PNG section 5.3; frames are those of an animated one (section 11.3.6), where the first may be apart from the animation. */
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
 * Whether frames follow that were never written is told by the trailer alone, and many files lack it, or have other bytes in its place. A
 * file is cut off when the last of its frames is: when a frame is announced that does not come, or ends too early.
 */
function measureGif(file: Buffer): Inspection {
  let [blocks, pieces, frames, metadataBytes, isAnnounced, isCutOff, hasTrailer] = [0, 0, 0, 0, false, false, false];
  for (const { kind, label, start, end, pieces: passed } of gifBlocks(file)) {
    blocks += 1;
    pieces = passed;
    const isFrame = kind === IMAGE;
    // An extension whose label is missing may announce a frame.
    const announces = kind === EXTENSION && (label === GRAPHIC_CONTROL || start + 1 >= file.length);
    if (isFrame) [frames, isAnnounced] = [frames + 1, false];
    else if (announces) isAnnounced = true;
    else metadataBytes += end - start;
    if (end > file.length) isCutOff = isFrame || announces;
    hasTrailer = kind === TRAILER;
    if (blocks > MAX_BLOCKS) break;
  }
  // What is not even a header is no GIF that breaks off: the decoder says that it cannot read it.
  const isTruncated = file.length > GIF_HEADER_LENGTH && !hasTrailer && (isCutOff || isAnnounced || frames === 0);
  return { blocks, frames: Math.max(1, frames), scans: 1, metadataBytes: Math.min(metadataBytes, file.length), pieces, isTruncated };
}

const WEBP_PIXELS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF'];

/** WebP container: RIFF chunks, padded to even lengths. Bytes after the stated length of the file are not read. */
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
 * Boxes that are read for a picture, beside that with its pixels. Decoders hop over all others, such as the video of a motion photo
 * (`mpvd`) and what was left free, and so over whatever is behind the last.
 */
const ISO_MEDIA_METADATA = ['ftyp', 'meta', 'mini', 'moov', 'moof', 'uuid'];

/** ISO/IEC 14496-12: boxes. What their pixels' box holds beside pixels is told by the decoder. */
function measureIsoMedia(file: Buffer): Inspection {
  let [blocks, metadataBytes] = [0, 0];
  for (const { type, head, end } of boxesIn(file, 0, file.length, MAX_BLOCKS)) {
    blocks += 1;
    if (ISO_MEDIA_METADATA.includes(type)) metadataBytes += end - head;
  }
  return { blocks, frames: 1, scans: 1, metadataBytes };
}
