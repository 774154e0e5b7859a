import type { OutputFormat } from '@/lib/imaging/media-types';

/**
 * Lists all data in a rendition except pixels and the parts that decoders need. Unknown parts are listed too.
 *
 * @returns an empty list for a correct rendition
 */
export function embeddedData(bytes: Uint8Array, format: OutputFormat): string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return PARSERS[format](file);
}

const PARSERS: Record<OutputFormat, (file: Buffer) => string[]> = { jpg, png, webp, avif };

/** Tables, frame header, scan header, restart interval (ITU T.81, table B.1). */
const JPEG_MARKERS = new Set([0xdb, 0xc0, 0xc2, 0xc4, 0xda, 0xdd]);
const [START, END, SCAN] = [0xffd8, 0xffd9, 0xffda];

function jpg(file: Buffer): string[] {
  const found = file.readUInt16BE(0) === START ? [] : ['no start'];
  let at = 2;
  while (file.readUInt16BE(at) !== END) {
    const [marker, length] = [file.readUInt16BE(at), file.readUInt16BE(at + 2)];
    if (marker >> 8 !== 0xff || !JPEG_MARKERS.has(marker & 255)) found.push(`marker ${marker.toString(16)} of ${length} bytes`);
    at += 2 + length;
    if (marker === SCAN) while (file[at] !== 0xff || file[at + 1] === 0 || ((file[at + 1] ?? 0) & 0xf8) === 0xd0) at += 1;
  }
  return [...found, ...after(file, at + 2)];
}

const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'pHYs']);
/** 1,000 pixels per metre: the default of the encoder. */
const NO_DENSITY = '000003e8000003e801';

function png(file: Buffer): string[] {
  const found: string[] = [];
  let at = 8;
  for (let type = ''; type !== 'IEND'; ) {
    const length = file.readUInt32BE(at);
    type = file.toString('latin1', at + 4, at + 8);
    if (!PNG_CHUNKS.has(type)) found.push(`chunk ${type} of ${length} bytes`);
    if (type === 'pHYs' && file.toString('hex', at + 8, at + 17) !== NO_DENSITY) found.push('a density');
    at += 12 + length;
  }
  return [...found, ...after(file, at)];
}

const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);
/** In the header of the extended format: profile, EXIF and XMP. */
const WEBP_METADATA = 0x20 | 0x08 | 0x04;

function webp(file: Buffer): string[] {
  const end = 8 + file.readUInt32LE(4);
  return [...riffChunks(file, 12, end), ...after(file, end)];
}

function riffChunks(file: Buffer, start: number, end: number): string[] {
  const found: string[] = [];
  for (let at = start; at < end; ) {
    const [type, length] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)];
    if (!WEBP_CHUNKS.has(type)) found.push(`chunk ${type} of ${length} bytes`);
    if (type === 'VP8X' && file.readUInt8(at + 8) & WEBP_METADATA) found.push('flags of metadata');
    if (type === 'ANMF') found.push(...riffChunks(file, at + 8 + 16, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return found;
}

/** Boxes that contain other boxes, with the number of bytes before the first one. */
const CONTAINERS: Record<string, number> = { meta: 4, iinf: 6, iprp: 0, ipco: 0, iref: 4 };
const BOXES = new Set('ftyp meta mdat hdlr pitm iloc iinf infe iprp ipco ipma ispe pixi av1C colr auxC iref auxl'.split(' '));

function avif(file: Buffer): string[] {
  const found: string[] = [];
  let [pixels, listed] = [0, 0];
  const walk = (start: number, end: number) => {
    for (let at = start; at < end; at += Math.max(8, file.readUInt32BE(at))) {
      const [length, type] = [file.readUInt32BE(at), file.toString('latin1', at + 4, at + 8)];
      if (!BOXES.has(type) || length < 8 || at + length > end) found.push(`box ${type} of ${length} bytes`);
      if (type === 'infe' && file.toString('latin1', at + 16, at + 20) !== 'av01') found.push('an item that is no picture');
      if (type === 'colr' && file.toString('latin1', at + 8, at + 12) !== 'nclx') found.push('a profile');
      if (type === 'mdat') pixels += length - 8;
      if (type === 'iloc') listed += itemBytes(file.subarray(at + 8, at + length));
      const own = CONTAINERS[type];
      if (own !== undefined) walk(at + 8 + own, at + length);
    }
  };
  walk(0, file.byteLength);
  if (pixels !== listed) found.push(`${pixels - listed} bytes of no item`);
  return found;
}

/** Total size of all items (ISO 14496-12 section 8.11.3, with the field sizes that our encoder writes). */
function itemBytes(iloc: Buffer): number {
  const [version, sizes, base] = [iloc.readUInt8(0), iloc.readUInt8(4), iloc.readUInt8(5) >> 4];
  if (version > 1 || sizes !== 0x44) throw new Error(`Expected 4 bytes for each offset and length, got ${sizes.toString(16)}`);
  let [at, sum] = [8, 0];
  for (let item = 0; item < iloc.readUInt16BE(6); item += 1) {
    at += 4 + version * 2 + base;
    for (let extents = iloc.readUInt16BE(at); extents > 0; extents -= 1, at += 8) sum += iloc.readUInt32BE(at + 6);
    at += 2;
  }
  return sum;
}

function after(file: Buffer, end: number): string[] {
  return file.byteLength === end ? [] : [`${file.byteLength - end} bytes after the end`];
}
