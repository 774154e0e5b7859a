import { EXTENSION, GRAPHIC_CONTROL, gifBlocks, IMAGE, TRAILER } from './gif-blocks';
import { boxesIn } from './heif';
import { JPEG_BYTES_PER_MARK, MAX_BLOCKS, MAX_GIF_PADDING } from './limits';
import { asBuffer, isPng, pngChunks } from './png-chunks';

/** What a file is made of beside its pixels, found by hopping from block to block. Nothing is decoded, expanded or copied. */
export interface Structure {
  /** Segments, chunks, boxes or what else the format calls them. Past the most that are taken, nothing is looked at any more. */
  blocks: number;
  frames: number;
  /** How often decoding goes over all pixels; one for everything but a progressive JPEG. */
  scans: number;
  /** Bytes that are not pixels: camera data, colour profiles, text, and whatever else is in blocks of its own. */
  metadataBytes: number;
  /** What the data of a GIF is in. Past the most that are taken, nothing is looked at any more. */
  pieces?: number;
  /** Whether a GIF breaks off, of which the decoder shows what there is. Of the other formats it refuses such files itself. */
  cutOff?: boolean;
}

/**
 * Measures a file without trusting it: one that breaks off, or lies about its lengths, is measured as far as it goes, and what is wrong
 * with it is said by the decoder or, where that says nothing, by `cutOff`. A file of no kind that is known here has one frame and
 * nothing else.
 */
export function measureStructure(bytes: Uint8Array): Structure {
  const file = asBuffer(bytes);
  const start = file.toString('latin1', 0, 12);
  if (start.startsWith('\xff\xd8')) return measureJpeg(file);
  if (isPng(file)) return measurePng(file);
  if (start.startsWith('GIF8')) return measureGif(file);
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return measureWebp(file);
  if (start.slice(4, 8) === 'ftyp') return measureIsoMedia(file);
  return { blocks: 0, frames: 1, scans: 1, metadataBytes: 0 };
}

/** ITU-T T.81, annex B. Pictures of their own after the first, as phones append them, are not looked at by the decoder either. */
function measureJpeg(file: Buffer): Structure {
  const [EOI, SOS] = [0xd9, 0xda];
  const mostMarks = MAX_BLOCKS + file.length / JPEG_BYTES_PER_MARK;
  let [at, blocks, scans, metadataBytes, marks] = [2, 0, 0, 0, 0];
  while (blocks <= MAX_BLOCKS && at + 3 < file.length) {
    // Measured with 25 MB: eight milliseconds for pixels as encoders write them, thirty for as many marks as are taken.
    if (file[at] !== 0xff) {
      at = file.indexOf(0xff, at);
      if (at < 0) break;
      continue;
    }
    const marker = file[at + 1] ?? 0;
    // A byte of pixels that is 0xff, or a mark to start over from.
    const isAmongPixels = marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === EOI) break;
    if (isAmongPixels) {
      at += 2;
      marks += 1;
      if (marks > mostMarks) blocks = MAX_BLOCKS + 1;
    } else if (marker === 0xff) {
      // One of those that fill up the space before a mark.
      at += 1;
      blocks += 1;
    } else {
      const length = 2 + file.readUInt16BE(at + 2);
      blocks += 1;
      if (marker === SOS) scans += 1;
      if (marker >= 0xe0) metadataBytes += length;
      at += length;
    }
  }
  return { blocks, frames: 1, scans: Math.max(1, scans), metadataBytes };
}

const PNG_PIXELS = ['IDAT', 'fdAT', 'fcTL'];

/** PNG section 5.3; frames are those of an animated one (section 11.3.6), where the first may be apart from the animation. */
function measurePng(file: Buffer): Structure {
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
 * Only the mark at the end tells that no frame of an animation is missing; without it, as some programs leave it off, a file is whole
 * that announces nothing behind its only picture.
 */
function measureGif(file: Buffer): Structure {
  let [at, blocks, pieces, frames, metadataBytes, isAnnounced] = [file.length + 1, 0, 0, 0, 0, false];
  for (const { kind, label, start, end, pieces: passed } of gifBlocks(file)) {
    blocks += 1;
    [at, pieces] = [end, passed];
    if (kind === IMAGE) [frames, isAnnounced] = [frames + 1, false];
    else if (kind === EXTENSION && label === GRAPHIC_CONTROL) isAnnounced = true;
    else metadataBytes += end - start;
    if (blocks > MAX_BLOCKS) break;
  }
  // Some programs write zeros before the mark.
  for (const most = Math.min(file.length, at + MAX_GIF_PADDING); at < most && file[at] === 0; ) at += 1;
  const isOnePicture = frames === 1 && !isAnnounced;
  // What is not even a header is no GIF that breaks off: the decoder says that it cannot read it.
  const cutOff = file.length > GIF_HEADER_LENGTH && (at > file.length || (file[at] !== TRAILER && !isOnePicture));
  return { blocks, frames: Math.max(1, frames), scans: 1, metadataBytes: Math.min(metadataBytes, file.length), pieces, cutOff };
}

const WEBP_PIXELS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF'];

/** WebP container: RIFF chunks, padded to even lengths. What is behind the length that the file states is looked at by nobody. */
function measureWebp(file: Buffer): Structure {
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
function measureIsoMedia(file: Buffer): Structure {
  let [blocks, metadataBytes] = [0, 0];
  for (const { type, head, end } of boxesIn(file)) {
    blocks += 1;
    if (ISO_MEDIA_METADATA.includes(type)) metadataBytes += end - head;
  }
  return { blocks, frames: 1, scans: 1, metadataBytes };
}
