import { EXTENSION_INTRODUCER, gifBlocks, isGif } from '../formats/gif';
import { boxesIn } from '../formats/heif';
import { isJpeg, jpegSegments } from '../formats/jpeg';
import { asBuffer } from '../formats/png';
import { MAX_VIDEO_CANDIDATES } from '../limits';
import type { RemovedKind } from './kinds';

/** A finding and its value; the value is empty if there is no text. */
type Found = [kind: RemovedKind, value: string];

/** Bytes of a comment that are read: more than the report shows, in any alphabet. */
const COMMENT_BYTES = 400;

/**
 * Finds metadata that the metadata library does not read: comments of JPEG and GIF, XMP of GIF, JFIF thumbnails, and videos that phones
 * embed. Blocks are skipped by their headers; pixels are searched once.
 *
 * @param bytes of an accepted upload
 */
export function findEmbeddedData(bytes: Uint8Array): Iterable<Found> {
  const file = asBuffer(bytes);
  if (isJpeg(file)) return scanJpeg(file);
  if (isGif(file)) return scanGif(file);
  return file.toString('latin1', 4, 8) === 'ftyp' ? scanHeif(file) : [];
}

const [JFIF, COMMENT] = [0xe0, 0xfe];

function* scanJpeg(jpeg: Buffer): Generator<Found, void> {
  for (const { marker, start, end } of jpegSegments(jpeg)) {
    const data = jpeg.subarray(start + 4, end);
    if (marker === COMMENT) yield ['text', data.toString('utf8', 0, COMMENT_BYTES)];
    if (marker === JFIF && hasThumbnail(data)) yield ['thumbnail', ''];
  }
  // Samsung phones append named blocks after the picture, followed by an index that ends with this signature.
  const isSamsung = jpeg.toString('latin1', jpeg.length - 4) === 'SEFT';
  if (hasAppendedVideo(jpeg) || (isSamsung && jpeg.includes('MotionPhoto_Data'))) yield ['video', ''];
  else if (isSamsung) yield ['other', ''];
}

/** JFIF 1.02: a thumbnail follows its width and height in the first segment, or has its own JFXX segment. */
function hasThumbnail(data: Buffer): boolean {
  const name = data.toString('latin1', 0, 5);
  return name === 'JFXX\0' || (name === 'JFIF\0' && Boolean(data[12] && data[13]));
}

/** Whether the first box of a video follows an EOI marker. With several pictures, as with a gain map, this is the last EOI. */
function hasAppendedVideo(jpeg: Buffer): boolean {
  let at = jpeg.indexOf('ftyp');
  for (let candidates = 0; candidates < MAX_VIDEO_CANDIDATES && at >= 0; candidates += 1) {
    // The box length is small: a few brands of four bytes each.
    if (jpeg[at - 6] === 0xff && jpeg[at - 5] === 0xd9 && jpeg[at - 4] === 0 && jpeg[at - 3] === 0) return true;
    at = jpeg.indexOf('ftyp', at + 4);
  }
  return false;
}

const [GIF_COMMENT, GIF_APPLICATION] = [0xfe, 0xff];

function* scanGif(gif: Buffer): Generator<Found, void> {
  for (const { introducer, label, start, end } of gifBlocks(gif)) {
    if (introducer !== EXTENSION_INTRODUCER) continue;
    if (label === GIF_COMMENT) yield ['text', joinSubBlocks(gif.subarray(start + 2, end))];
    if (label === GIF_APPLICATION && gif.toString('latin1', start + 3, start + 11) === 'XMP Data') yield ['other', ''];
  }
}

/** Joins the text of data sub-blocks (GIF89a, section 15). */
function joinSubBlocks(subBlocks: Buffer): string {
  const texts: Buffer[] = [];
  for (let [at, sum] = [0, 0]; sum < COMMENT_BYTES && subBlocks[at]; ) {
    const length = subBlocks[at] ?? 0;
    texts.push(subBlocks.subarray(at + 1, at + 1 + length));
    sum += length;
    at += 1 + length;
  }
  return Buffer.concat(texts).toString('utf8', 0, COMMENT_BYTES);
}

function* scanHeif(file: Buffer): Generator<Found, void> {
  for (const { type } of boxesIn(file)) if (type === 'mpvd') yield ['video', ''];
}
