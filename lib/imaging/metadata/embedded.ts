import { EXTENSION, gifBlocks, isGif } from '../formats/gif';
import { boxesIn } from '../formats/heif';
import { isJpeg, jpegSegments } from '../formats/jpeg';
import { asBuffer } from '../formats/png';
import { MAX_VIDEO_CANDIDATES } from '../limits';
import type { RemovedKind } from './kinds';

/** A kind of thing that was found, and what it says; empty where there is nothing to read. */
type Found = [kind: RemovedKind, value: string];

/** Bytes of a comment that are looked at: more than is told of it, in any alphabet. */
const COMMENT_BYTES = 400;

/**
 * What a file says where the library for metadata does not look: comments of JPEG and GIF, XMP of GIF, thumbnails that come before EXIF,
 * and the videos that phones keep with a photo. Blocks are hopped over, and pixels searched once.
 *
 * @param bytes of a picture that was taken
 */
export function embeddedData(bytes: Uint8Array): Iterable<Found> {
  const file = asBuffer(bytes);
  if (isJpeg(file)) return inJpeg(file);
  if (isGif(file)) return inGif(file);
  return file.toString('latin1', 4, 8) === 'ftyp' ? inHeif(file) : [];
}

const [JFIF, COMMENT] = [0xe0, 0xfe];

function* inJpeg(jpeg: Buffer): Generator<Found, void> {
  for (const { marker, start, end } of jpegSegments(jpeg)) {
    const data = jpeg.subarray(start + 4, end);
    if (marker === COMMENT) yield ['text', data.toString('utf8', 0, COMMENT_BYTES)];
    if (marker === JFIF && hasThumbnail(data)) yield ['thumbnail', ''];
  }
  // Samsung's phones put blocks with names behind the picture, and a list of them with this at its end.
  const isSamsung = jpeg.toString('latin1', jpeg.length - 4) === 'SEFT';
  if (hasVideoBehind(jpeg) || (isSamsung && jpeg.includes('MotionPhoto_Data'))) yield ['video', ''];
  else if (isSamsung) yield ['other', ''];
}

/** JFIF 1.02: pixels behind their width and height in the first segment, or a segment of their own. */
function hasThumbnail(data: Buffer): boolean {
  const name = data.toString('latin1', 0, 5);
  return name === 'JFXX\0' || (name === 'JFIF\0' && Boolean(data[12] && data[13]));
}

/** Whether a picture ends and, behind length and type of its first box, a video begins: the last of several pictures, as of a gain map. */
function hasVideoBehind(jpeg: Buffer): boolean {
  let at = jpeg.indexOf('ftyp');
  for (let candidates = 0; candidates < MAX_VIDEO_CANDIDATES && at >= 0; candidates += 1) {
    // The length is that of a few names, of four bytes each.
    if (jpeg[at - 6] === 0xff && jpeg[at - 5] === 0xd9 && jpeg[at - 4] === 0 && jpeg[at - 3] === 0) return true;
    at = jpeg.indexOf('ftyp', at + 4);
  }
  return false;
}

const [GIF_COMMENT, GIF_APPLICATION] = [0xfe, 0xff];

function* inGif(gif: Buffer): Generator<Found, void> {
  for (const { kind, label, start, end } of gifBlocks(gif)) {
    if (kind !== EXTENSION) continue;
    if (label === GIF_COMMENT) yield ['text', joined(gif.subarray(start + 2, end))];
    if (label === GIF_APPLICATION && gif.toString('latin1', start + 3, start + 11) === 'XMP Data') yield ['other', ''];
  }
}

/** Text without the lengths of its pieces (GIF89a, section 15). */
function joined(pieces: Buffer): string {
  const texts: Buffer[] = [];
  for (let [at, sum] = [0, 0]; sum < COMMENT_BYTES && pieces[at]; ) {
    const length = pieces[at] ?? 0;
    texts.push(pieces.subarray(at + 1, at + 1 + length));
    sum += length;
    at += 1 + length;
  }
  return Buffer.concat(texts).toString('utf8', 0, COMMENT_BYTES);
}

function* inHeif(file: Buffer): Generator<Found, void> {
  for (const { type } of boxesIn(file)) if (type === 'mpvd') yield ['video', ''];
}
