import { MAX_HEIF_BOXES } from '../limits';
import type { InputFormat } from '../media-types';
import { asBuffer } from './png';

/** Position of a box in its file (ISO/IEC 14496-12, section 4.2). */
export interface Box {
  type: string;
  /** Offset of its length and type. */
  head: number;
  /** Start and end of its content. */
  start: number;
  end: number;
}

/**
 * Reads the box headers of a list. Stops after `most` + 1 boxes, so that callers can detect too many.
 *
 * @param file may be truncated anywhere, or have wrong lengths: no box ends beyond `to`
 */
export function* boxesIn(file: Buffer, from = 0, to = file.length, limit = MAX_HEIF_BOXES): Generator<Box, void> {
  for (let [at, count] = [from, 0]; count <= limit && at + 8 <= to; count += 1) {
    const stated = file.readUInt32BE(at);
    // 0 means up to the end. 1 means a 64-bit length follows; its upper half is ignored, since no file here exceeds 4 GB.
    const isLong = stated === 1 && at + 16 <= to;
    const length = stated === 0 ? to - at : isLong ? file.readUInt32BE(at + 12) : stated;
    const start = at + (isLong ? 16 : 8);
    if (at + length < start) return;
    yield { type: file.toString('latin1', at + 4, at + 8), head: at, start, end: Math.min(to, at + length) };
    at += length;
  }
}

/** Input format by item type. */
const FORMATS_BY_CODEC: Partial<Record<string, InputFormat>> = { av01: 'avif', hvc1: 'heic' };

/** Item types that are coded pictures: supported ones, and others that programs write (ISO/IEC 23008-12, annexes; 23001-17). */
const PICTURE_TYPES = new Set(['av01', 'hvc1', 'avc1', 'vvc1', 'evc1', 'j2k1', 'jpeg', 'unci']);

/** Version and flags at the start of a FullBox. */
export const VERSION_AND_FLAGS_BYTES = 4;

/** The format of a HEIF by the codec of its primary item; undefined if there is none or the codec is not supported. */
export function formatOfPrimaryItem(bytes: Uint8Array): InputFormat | undefined {
  return formatOfCodec(codecOfPrimaryItem(bytes));
}

/** @param codec as {@link codecOfPrimaryItem} returns it */
export function formatOfCodec(codec: string | undefined): InputFormat | undefined {
  return FORMATS_BY_CODEC[codec ?? ''];
}

/**
 * The item type of a HEIF's primary item (ISO/IEC 14496-12, section 8.11). If the primary item is derived from others, as a grid of tiles
 * is, the first coded picture decides.
 *
 * @returns undefined if there are no items, or none is a picture
 */
export function codecOfPrimaryItem(bytes: Uint8Array): string | undefined {
  const file = asBuffer(bytes);
  const number = (at: number, length: number) => (at + length <= file.length ? file.readUIntBE(at, length) : 0);
  const boxes = [...metaBoxes(file)];
  const [pitm, iinf] = ['pitm', 'iinf'].map((wanted) => boxes.find(({ type }) => type === wanted));
  if (!iinf) return undefined;
  const primary = pitm && number(pitm.start + VERSION_AND_FLAGS_BYTES, file[pitm.start] === 0 ? 2 : 4);
  let first: string | undefined;
  for (const { type, start } of boxesIn(file, iinf.start + VERSION_AND_FLAGS_BYTES + (file[iinf.start] === 0 ? 2 : 4), iinf.end)) {
    // Versions before 2 have no item types and hold no pictures. Two bytes separate item ID and item type.
    const idBytes = file[start] === 2 ? 2 : 4;
    const typeAt = start + VERSION_AND_FLAGS_BYTES + idBytes + 2;
    const codec = file.toString('latin1', typeAt, typeAt + 4);
    if (type !== 'infe' || !PICTURE_TYPES.has(codec)) continue;
    if (number(start + VERSION_AND_FLAGS_BYTES, idBytes) === primary) return codec;
    first ??= codec;
  }
  return first;
}

/** Whether a HEIF has a primary item. */
export function hasPrimaryItem(file: Buffer): boolean {
  for (const { type } of metaBoxes(file)) if (type === 'pitm') return true;
  return false;
}

/** Whether an AV1 file stores chroma in full resolution in at least one direction, by its codec configuration (AV1 in ISOBMFF, 2.3). */
export function hasFullChroma(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  const properties = childBoxes(file, [...metaBoxes(file)], ['iprp', 'ipco']);
  const configurations = properties.filter(({ type }) => type === 'av1C').map(({ start }) => file[start + 2] ?? 0);
  const [monochrome, subsampled] = [0x10, 0x0c];
  return configurations.length === 0 || configurations.some((flags) => (flags & monochrome) === 0 && (flags & subsampled) !== subsampled);
}

/** The children of the first box at the end of this path of types. */
export function childBoxes(file: Buffer, boxes: readonly Box[], [type, ...rest]: readonly string[]): readonly Box[] {
  const box = boxes.find((one) => one.type === type);
  if (!box) return [];
  const found = [...boxesIn(file, box.start, box.end)];
  return rest.length > 0 ? childBoxes(file, found, rest) : found;
}

/** Brands of files with an image sequence, with or without a still picture (ISO/IEC 23008-12, and AVIF). */
const SEQUENCE_BRANDS = ['avis', 'msf1', 'hevc', 'hevx'];

/** Whether a HEIF has a sequence brand and a `moov` box. */
export function hasSequence(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  const boxes = [...boxesIn(file)];
  const [ftyp] = boxes;
  if (ftyp?.type !== 'ftyp' || !boxes.some(({ type }) => type === 'moov')) return false;
  const brands = file.toString('latin1', ftyp.start, Math.min(ftyp.end, ftyp.start + BRANDS_BYTES)).match(/.{4}/gs) ?? [];
  return brands.some((brand) => SEQUENCE_BRANDS.includes(brand));
}

/** Bytes of brands that are read: about thirty brands; files list five to eight. */
const BRANDS_BYTES = 128;

/** Brands of readable files that libvips does not know, with the brand to write instead. For `UNKNOWN_BRANDS`, the codec decides. */
const REPLACEMENT_BRANDS: Partial<Record<string, string>> = { ftypavis: 'avif', ftyphevx: 'heic' };
const UNKNOWN_BRANDS = new Set(['ftypmif2', 'ftypmif3', 'ftypmiaf', 'ftyp1pic']);

/** Replaces a brand that libvips does not know. Copies the file then, because the stored original must not change. */
export function withKnownBrand(bytes: Uint8Array): Uint8Array {
  const file = asBuffer(bytes);
  const start = file.toString('latin1', 4, 12);
  const brand = UNKNOWN_BRANDS.has(start) ? formatOfPrimaryItem(bytes) : REPLACEMENT_BRANDS[start];
  if (!brand) return bytes;
  const copy = Buffer.from(file);
  copy.write(brand, 8, 'latin1');
  return copy;
}

function* metaBoxes(file: Buffer): Generator<Box, void> {
  for (const { type, start, end } of boxesIn(file)) {
    if (type === 'meta') return yield* boxesIn(file, start + VERSION_AND_FLAGS_BYTES, end);
  }
}
