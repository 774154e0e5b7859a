import { MAX_HEIF_TRACKS } from '../limits';
import { type Box, boxesIn, childBoxes, codecOfPrimaryItem, hasPrimaryItem, VERSION_AND_FLAGS_BYTES } from './heif';
import { box } from './heif-items';
import { asBuffer } from './png';

/** A track (ISO/IEC 14496-12, section 8.3), limited to the fields that its first frame needs. */
interface Track {
  /** `pict` for pictures, `auxv` for auxiliary pictures of another track. */
  handler: string;
  frames: number;
  width: number;
  height: number;
  /** Boxes of the sample entry: codec configuration, colours, auxiliary type. */
  properties: readonly Box[];
  /** Coded bytes of the first sample. */
  firstSample: Buffer;
}

/** Number of frames in the first picture track; undefined if it cannot be read. */
export function framesOfTrack(bytes: Uint8Array): number | undefined {
  return tracksOf(asBuffer(bytes)).find(({ handler }) => handler === 'pict')?.frames;
}

/**
 * Repackages the first frame of an AVIF sequence as a still AVIF. libvips reads only still items and needs a primary item. Browsers also
 * show sequences without one.
 *
 * @returns the same array if the file has a primary item, or no AV1 track
 */
export function withStillItem(bytes: Uint8Array): Uint8Array {
  const file = asBuffer(bytes);
  const tracks = stillTracks(file);
  return tracks ? encodeStill(file, tracks) : bytes;
}

/** Whether an AVIF has a still picture: an item, or a first frame. Copies no pixels. */
export function hasStill(bytes: Uint8Array): boolean {
  return codecOfPrimaryItem(bytes) !== undefined || stillTracks(asBuffer(bytes)) !== undefined;
}

/** The tracks whose first samples provide colours and alpha of the still picture. */
interface StillTracks {
  colours: Track;
  alpha: Track | undefined;
}

/** @returns undefined if the file has a primary item, has no AV1 track, or uses the same bytes for colours and alpha */
function stillTracks(file: Buffer): StillTracks | undefined {
  if (!['ftypavis', 'ftypavif'].includes(file.toString('latin1', 4, 12)) || hasPrimaryItem(file)) return undefined;
  const tracks = tracksOf(file);
  const colours = tracks.find(({ handler, properties }) => handler === 'pict' && properties.some(({ type }) => type === 'av1C'));
  const alpha = tracks.find((track) => isAlpha(file, track));
  return colours && !(alpha && overlap(colours.firstSample, alpha.firstSample)) ? { colours, alpha } : undefined;
}

/** Whether two slices of one file overlap. */
function overlap(one: Buffer, other: Buffer): boolean {
  return one.byteOffset < other.byteOffset + other.byteLength && other.byteOffset < one.byteOffset + one.byteLength;
}

function tracksOf(file: Buffer): Track[] {
  return childBoxes(file, [...boxesIn(file)], ['moov'])
    .filter(({ type }) => type === 'trak')
    .slice(0, MAX_HEIF_TRACKS)
    .flatMap((trak) => trackOf(file, trak) ?? []);
}

/** Fields of a visual sample entry before its child boxes. */
const ENTRY_BYTES = 78;

function trackOf(file: Buffer, trak: Box): Track | undefined {
  const media = childBoxes(file, [trak], ['trak', 'mdia']);
  const table = childBoxes(file, media, ['minf', 'stbl']);
  const [hdlr, stsd, stsz, offsets] = [media, table, table, table].map((boxes, at) =>
    boxes.find(({ type }) => [['hdlr'], ['stsd'], ['stsz'], ['stco', 'co64']][at]?.includes(type)),
  );
  if (!hdlr || !stsd || !stsz || !offsets) return undefined;
  const uint = (at: number) => (at + 4 <= file.length ? file.readUInt32BE(at) : 0);
  const [entry] = boxesIn(file, stsd.start + VERSION_AND_FLAGS_BYTES + 4, stsd.end);
  if (!entry || entry.start + ENTRY_BYTES > file.length) return undefined;
  // One size for all samples, or one each. The upper half of 64-bit offsets is ignored: no file here exceeds 4 GB.
  const [size, frames] = [uint(stsz.start + 4) || uint(stsz.start + 12), uint(stsz.start + 8)];
  const at = uint(offsets.start + (offsets.type === 'co64' ? 12 : 8));
  if (size === 0 || frames === 0 || at + size > file.length) return undefined;
  return {
    handler: file.toString('latin1', hdlr.start + 8, hdlr.start + 12),
    frames,
    width: file.readUInt16BE(entry.start + 24),
    height: file.readUInt16BE(entry.start + 26),
    properties: [...boxesIn(file, entry.start + ENTRY_BYTES, entry.end)],
    firstSample: file.subarray(at, at + size),
  };
}

const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';

function isAlpha(file: Buffer, { handler, properties }: Track): boolean {
  const auxi = properties.find(({ type }) => type === 'auxi');
  return (
    handler === 'auxv' && auxi !== undefined && file.toString('latin1', auxi.start + VERSION_AND_FLAGS_BYTES, auxi.end).startsWith(ALPHA)
  );
}

const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer).swap16();
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer).swap32();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** @param versionAndFlags version in the upper eight bits */
const fullBox = (type: string, versionAndFlags: number, ...content: Uint8Array[]) => box(type, u32(versionAndFlags), ...content);

/** Sample entry boxes that are copied as item properties: codec configuration, colours, clean aperture, pixel aspect ratio. */
const ITEM_PROPERTIES = ['av1C', 'colr', 'clap', 'pasp'];
const ESSENTIAL = 0x80;

function encodeStill(file: Buffer, { colours, alpha }: StillTracks): Buffer {
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
        ...items.map(({ firstSample }, index) =>
          Buffer.concat([u16(index + 1, 0, 1), u32(pixelsAt + (index > 0 ? colours.firstSample.length : 0), firstSample.length)]),
        ),
      ),
      fullBox('iinf', 0, u16(items.length), ...items.map((_item, index) => infe(index + 1))),
      ...(alpha ? [fullBox('iref', 0, box('auxl', u16(2, 1, 1)))] : []),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, u32(items.length), ...associations)),
    );
  const ftyp = box('ftyp', latin1('avif'), u32(0), latin1('avifmif1miaf'));
  const pixelsAt = ftyp.length + meta(0).length + 8;
  // Pixels are megabytes, so they are copied only once.
  const pixels = items.map(({ firstSample }) => firstSample);
  const mdatBytes = pixels.reduce((sum, { length }) => sum + length, 8);
  return Buffer.concat([ftyp, meta(pixelsAt), u32(mdatBytes), latin1('mdat'), ...pixels]);
}
