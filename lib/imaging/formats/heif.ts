import { MAX_HEIF_BOXES } from '../limits';
import type { InputFormat } from '../media-types';
import { asBuffer } from './png';

/** Where a box lies in its file (ISO/IEC 14496-12, section 4.2). */
export interface Box {
  type: string;
  /** Where its length and type are. */
  head: number;
  /** Where what is in it starts, and where it ends. */
  start: number;
  end: number;
}

/**
 * Reads the headers of the boxes in a list. Stops after `most` + 1 boxes, so that callers can tell that there are too many.
 *
 * @param file may break off anywhere, or lie about its lengths: no box ends behind `to`
 */
export function* boxesIn(file: Buffer, from = 0, to = file.length, most = MAX_HEIF_BOXES): Generator<Box, void> {
  for (let [at, count] = [from, 0]; count <= most && at + 8 <= to; count += 1) {
    const stated = file.readUInt32BE(at);
    // 0: up to the end. 1: a length of 64 bits follows, of which no file here needs the upper half.
    const isLong = stated === 1 && at + 16 <= to;
    const length = stated === 0 ? to - at : isLong ? file.readUInt32BE(at + 12) : stated;
    const start = at + (isLong ? 16 : 8);
    if (at + length < start) return;
    yield { type: file.toString('latin1', at + 4, at + 8), head: at, start, end: Math.min(to, at + length) };
    at += length;
  }
}

/** What we call a HEIF by the codec of its items. */
const FORMATS_BY_CODEC: Partial<Record<string, InputFormat>> = { av01: 'avif', hvc1: 'heic' };

/** Item types that are pictures of their own: those that we read, and those that other programs write (ISO/IEC 23008-12, annexes; 23001-17). */
const PICTURE_TYPES = new Set(['av01', 'hvc1', 'avc1', 'vvc1', 'evc1', 'j2k1', 'jpeg', 'unci']);

/** Version and flags, with which the boxes begin that are read here. */
export const FLAGS_BYTES = 4;

/** What a HEIF is by the codec of its main picture; undefined when it does not say, or names a codec that we do not know. */
export function formatOfMain(bytes: Uint8Array): InputFormat | undefined {
  return formatOfCodec(codecOfMain(bytes));
}

/** @param codec as {@link codecOfMain} returns it */
export function formatOfCodec(codec: string | undefined): InputFormat | undefined {
  return FORMATS_BY_CODEC[codec ?? ''];
}

/**
 * The item type of the main picture of a HEIF, as its list of items has it (ISO/IEC 14496-12, section 8.11). Where that is put together
 * from other items, as a grid of tiles is, the first of these that is a picture tells.
 *
 * @returns undefined when there is no list, or no picture in it
 */
export function codecOfMain(bytes: Uint8Array): string | undefined {
  const file = asBuffer(bytes);
  const number = (at: number, length: number) => (at + length <= file.length ? file.readUIntBE(at, length) : 0);
  const boxes = [...insideMeta(file)];
  const [pitm, iinf] = ['pitm', 'iinf'].map((wanted) => boxes.find(({ type }) => type === wanted));
  if (!iinf) return undefined;
  const main = pitm && number(pitm.start + FLAGS_BYTES, file[pitm.start] === 0 ? 2 : 4);
  let first: string | undefined;
  for (const { type, start } of boxesIn(file, iinf.start + FLAGS_BYTES + (file[iinf.start] === 0 ? 2 : 4), iinf.end)) {
    // Of versions before 2, which have no types, no picture is made. Between number and type there are two bytes.
    const idBytes = file[start] === 2 ? 2 : 4;
    const typeAt = start + FLAGS_BYTES + idBytes + 2;
    const codec = file.toString('latin1', typeAt, typeAt + 4);
    if (type !== 'infe' || !PICTURE_TYPES.has(codec)) continue;
    if (number(start + FLAGS_BYTES, idBytes) === main) return codec;
    first ??= codec;
  }
  return first;
}

/** Whether a HEIF names its main picture. */
export function hasMainItem(file: Buffer): boolean {
  for (const { type } of insideMeta(file)) if (type === 'pitm') return true;
  return false;
}

/** Whether a file of AV1 pictures stores colours in full resolution, in one direction or both, by the headers of its codec (AV1 in ISOBMFF, 2.3). */
export function hasFullChroma(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  const properties = inside(file, [...insideMeta(file)], ['iprp', 'ipco']);
  const configurations = properties.filter(({ type }) => type === 'av1C').map(({ start }) => file[start + 2] ?? 0);
  const [monochrome, halved] = [0x10, 0x0c];
  return configurations.length === 0 || configurations.some((flags) => (flags & monochrome) === 0 && (flags & halved) !== halved);
}

/** The boxes inside the first box of each type in turn. */
export function inside(file: Buffer, boxes: readonly Box[], [type, ...rest]: readonly string[]): readonly Box[] {
  const box = boxes.find((one) => one.type === type);
  if (!box) return [];
  const found = [...boxesIn(file, box.start, box.end)];
  return rest.length > 0 ? inside(file, found, rest) : found;
}

/** Brands of files that have an animation beside their still picture, or nothing else (ISO/IEC 23008-12, and AVIF). */
const MOVING_BRANDS = ['avis', 'msf1', 'hevc', 'hevx'];

/** Whether a HEIF says that it has a track of frames that are shown one after another, and has one. */
export function hasFrames(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  const boxes = [...boxesIn(file)];
  const [ftyp] = boxes;
  if (ftyp?.type !== 'ftyp' || !boxes.some(({ type }) => type === 'moov')) return false;
  const brands = file.toString('latin1', ftyp.start, Math.min(ftyp.end, ftyp.start + BRANDS_BYTES)).match(/.{4}/gs) ?? [];
  return brands.some((brand) => MOVING_BRANDS.includes(brand));
}

/** As far as brands are looked at: thirty, where files list five to eight. */
const BRANDS_BYTES = 128;

/** Brands that libvips does not know, of files that it can read: the brand to write instead. For `UNKNOWN_BRANDS`, the codec decides. */
const KNOWN_BRANDS: Partial<Record<string, string>> = { ftypavis: 'avif', ftyphevx: 'heic' };
const UNKNOWN_BRANDS = new Set(['ftypmif2', 'ftypmif3', 'ftypmiaf', 'ftyp1pic']);

/** The same picture under a brand that libvips knows: a copy, where that is needed, since what was uploaded is kept as it came. */
export function withKnownBrand(bytes: Uint8Array): Uint8Array {
  const file = asBuffer(bytes);
  const start = file.toString('latin1', 4, 12);
  const brand = UNKNOWN_BRANDS.has(start) ? formatOfMain(bytes) : KNOWN_BRANDS[start];
  if (!brand) return bytes;
  const copy = Buffer.from(file);
  copy.write(brand, 8, 'latin1');
  return copy;
}

function* insideMeta(file: Buffer): Generator<Box, void> {
  for (const { type, start, end } of boxesIn(file)) {
    if (type === 'meta') return yield* boxesIn(file, start + FLAGS_BYTES, end);
  }
}
