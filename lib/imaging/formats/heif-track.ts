import { MAX_HEIF_TRACKS } from '../limits';
import { type Box, boxesIn, codecOfMain, FLAGS_BYTES, hasMainItem, inside } from './heif';
import { box } from './heif-items';
import { asBuffer } from './png';

/** A track of frames (ISO/IEC 14496-12, section 8.3), as far as its first frame needs. */
interface Track {
  /** `pict` for pictures, `auxv` for what belongs to those of another track. */
  handler: string;
  frames: number;
  width: number;
  height: number;
  /** Boxes of the sample entry: settings of the codec, colours, what an auxiliary track is. */
  properties: readonly Box[];
  /** The codec's bytes of the first frame. */
  first: Buffer;
}

/** Frames of the first track of pictures; undefined where it cannot be read. */
export function framesOfTrack(bytes: Uint8Array): number | undefined {
  return tracksOf(asBuffer(bytes)).find(({ handler }) => handler === 'pict')?.frames;
}

/**
 * The first frame of an AVIF animation as a still AVIF: the library reads still items alone, and takes the main one. Browsers show files
 * that name none, or have none.
 *
 * @returns the very bytes, where they name a main item, or have no track of AV1
 */
export function withStillItem(bytes: Uint8Array): Uint8Array {
  const file = asBuffer(bytes);
  const tracks = stillTracks(file);
  return tracks ? stillOf(file, tracks) : bytes;
}

/** Whether an AVIF has a picture that is not moving: an item, or its first frame. No pixels are copied. */
export function hasStill(bytes: Uint8Array): boolean {
  return codecOfMain(bytes) !== undefined || stillTracks(asBuffer(bytes)) !== undefined;
}

/** The tracks whose first frames are the colours and the transparency of a still picture. */
interface StillTracks {
  colours: Track;
  alpha: Track | undefined;
}

/** @returns undefined if the file names a main item, has no track of AV1, or uses the same bytes for colours and transparency */
function stillTracks(file: Buffer): StillTracks | undefined {
  if (!['ftypavis', 'ftypavif'].includes(file.toString('latin1', 4, 12)) || hasMainItem(file)) return undefined;
  const tracks = tracksOf(file);
  const colours = tracks.find(({ handler, properties }) => handler === 'pict' && properties.some(({ type }) => type === 'av1C'));
  const alpha = tracks.find((track) => isAlpha(file, track));
  return colours && !(alpha && overlap(colours.first, alpha.first)) ? { colours, alpha } : undefined;
}

/** Whether two parts of one file have bytes in common. */
function overlap(one: Buffer, other: Buffer): boolean {
  return one.byteOffset < other.byteOffset + other.byteLength && other.byteOffset < one.byteOffset + one.byteLength;
}

function tracksOf(file: Buffer): Track[] {
  return inside(file, [...boxesIn(file)], ['moov'])
    .filter(({ type }) => type === 'trak')
    .slice(0, MAX_HEIF_TRACKS)
    .flatMap((trak) => trackOf(file, trak) ?? []);
}

/** Of a visual sample entry, before its boxes. */
const ENTRY_BYTES = 78;

function trackOf(file: Buffer, trak: Box): Track | undefined {
  const media = inside(file, [trak], ['trak', 'mdia']);
  const table = inside(file, media, ['minf', 'stbl']);
  const [hdlr, stsd, stsz, offsets] = [media, table, table, table].map((boxes, at) =>
    boxes.find(({ type }) => [['hdlr'], ['stsd'], ['stsz'], ['stco', 'co64']][at]?.includes(type)),
  );
  if (!hdlr || !stsd || !stsz || !offsets) return undefined;
  const uint = (at: number) => (at + 4 <= file.length ? file.readUInt32BE(at) : 0);
  const [entry] = boxesIn(file, stsd.start + FLAGS_BYTES + 4, stsd.end);
  if (!entry || entry.start + ENTRY_BYTES > file.length) return undefined;
  // A size for all frames, or one for each. Of offsets of 64 bits, no file here needs the upper half.
  const [size, frames] = [uint(stsz.start + 4) || uint(stsz.start + 12), uint(stsz.start + 8)];
  const at = uint(offsets.start + (offsets.type === 'co64' ? 12 : 8));
  if (size === 0 || frames === 0 || at + size > file.length) return undefined;
  return {
    handler: file.toString('latin1', hdlr.start + 8, hdlr.start + 12),
    frames,
    width: file.readUInt16BE(entry.start + 24),
    height: file.readUInt16BE(entry.start + 26),
    properties: [...boxesIn(file, entry.start + ENTRY_BYTES, entry.end)],
    first: file.subarray(at, at + size),
  };
}

const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';

function isAlpha(file: Buffer, { handler, properties }: Track): boolean {
  const auxi = properties.find(({ type }) => type === 'auxi');
  return handler === 'auxv' && auxi !== undefined && file.toString('latin1', auxi.start + FLAGS_BYTES, auxi.end).startsWith(ALPHA);
}

const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer).swap16();
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer).swap32();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** @param versionAndFlags version in the upper eight bits */
const fullBox = (type: string, versionAndFlags: number, ...content: Uint8Array[]) => box(type, u32(versionAndFlags), ...content);

/** What is written of a sample entry for an item: the settings of the codec, colours, and the part that is shown. */
const ITEM_PROPERTIES = ['av1C', 'colr', 'clap', 'pasp'];
const ESSENTIAL = 0x80;

function stillOf(file: Buffer, { colours, alpha }: StillTracks): Buffer {
  const items = alpha ? [colours, alpha] : [colours];
  const properties: Buffer[] = [];
  const associations = items.map((track, index) => {
    const own = track.properties.filter(({ type }) => ITEM_PROPERTIES.includes(type));
    const boxes = [
      fullBox('ispe', 0, u32(track.width, track.height)),
      ...own.map(({ head, end }) => file.subarray(head, end)),
      ...(track === alpha ? [fullBox('auxC', 0, latin1(`${ALPHA}\0`))] : []),
    ];
    const numbers = boxes.map((one) => properties.push(one) | (one.includes('av1C') ? ESSENTIAL : 0));
    return Buffer.concat([u16(index + 1), Buffer.from([numbers.length, ...numbers])]);
  });
  const infe = (id: number) => fullBox('infe', 0x0200_0000, u16(id, 0), latin1('av01\0'));
  const meta = (pixelsAt: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), latin1('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(1)),
      fullBox(
        'iloc',
        0,
        Buffer.from([0x44, 0]),
        u16(items.length),
        ...items.map(({ first }, index) =>
          Buffer.concat([u16(index + 1, 0, 1), u32(pixelsAt + (index > 0 ? colours.first.length : 0), first.length)]),
        ),
      ),
      fullBox('iinf', 0, u16(items.length), ...items.map((_item, index) => infe(index + 1))),
      ...(alpha ? [fullBox('iref', 0, box('auxl', u16(2, 1, 1)))] : []),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, u32(items.length), ...associations)),
    );
  const ftyp = box('ftyp', latin1('avif'), u32(0), latin1('avifmif1miaf'));
  const pixelsAt = ftyp.length + meta(0).length + 8;
  // Pixels are megabytes: they are copied once.
  const pixels = items.map(({ first }) => first);
  const mdatBytes = pixels.reduce((sum, { length }) => sum + length, 8);
  return Buffer.concat([ftyp, meta(pixelsAt), u32(mdatBytes), latin1('mdat'), ...pixels]);
}
