const CODECS = { av01: 'av1C', hvc1: 'hvcC' } as const;

const u16 = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));
const text = (characters: string) => Buffer.from(characters, 'latin1');

function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(8 + body.length), text(type), body]);
}

/** A FullBox of version 0. */
const fullBox = (type: string, flags: number, ...content: Uint8Array[]) => box(type, u32(flags), ...content);

/** The identity matrix in 16.16 fixed point; 2.30 in the last column. */
const UPRIGHT = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** Delay of each frame in milliseconds. */
const DELAY = 100;

/**
 * Creates an image sequence in an AVIF or HEIC, as avifenc and phone bursts do: a still picture and a track (ISO/IEC 14496-12). All frames
 * are the pixels of the still picture.
 *
 * @param still a file with one item, whose pixels are the only ones
 * @param brand a sequence brand, which replaces that of the still
 * @param frames number of frames
 * @param alphaAt offset of the pixels of an alpha track with the same length; no alpha track if omitted
 */
export function createSequence(still: Buffer, brand: string, frames: number, alphaAt?: number): Buffer {
  const codec = still.includes('hvc1') ? 'hvc1' : 'av01';
  const mdat = still.indexOf('mdat');
  const [pixels, length] = [mdat + 4, still.readUInt32BE(mdat - 4) - 8];
  const size = still.indexOf('ispe') + 8;
  const [width, height] = [still.readUInt32BE(size), still.readUInt32BE(size + 4)];
  const configuration = still.indexOf(CODECS[codec]) - 4;
  const settings = still.subarray(configuration, configuration + still.readUInt32BE(configuration));
  const sample = (...more: Uint8Array[]) =>
    box(
      codec,
      Buffer.alloc(6),
      u16(1),
      Buffer.alloc(16),
      u16(width, height),
      u32(0x480000, 0x480000, 0),
      u16(1),
      Buffer.alloc(32),
      u16(24, 0xffff),
      settings,
      ...more,
    );
  const each = Array.from({ length: frames });
  const table = (at: number, ...more: Uint8Array[]) =>
    box(
      'stbl',
      fullBox('stsd', 0, u32(1), sample(...more)),
      fullBox('stts', 0, u32(1, frames, DELAY)),
      fullBox('stsc', 0, u32(1, 1, 1, 1)),
      fullBox('stsz', 0, u32(length, frames)),
      fullBox('stco', 0, u32(frames, ...each.map(() => at))),
    );
  const media = (handler: string, samples: Buffer) =>
    box(
      'mdia',
      fullBox('mdhd', 0, u32(0, 0, 1000, frames * DELAY), u16(0x55c4, 0)),
      fullBox('hdlr', 0, u32(0), text(handler), Buffer.alloc(13)),
      box('minf', fullBox('vmhd', 1, Buffer.alloc(8)), box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))), samples),
    );
  const head = fullBox('tkhd', 1, u32(0, 0, 1, 0, frames * DELAY, 0, 0, 0, 0), UPRIGHT, u32(width << 16, height << 16));
  const movie = fullBox('mvhd', 0, u32(0, 0, 1000, frames * DELAY, 0x10000, 0x1000000, 0, 0), UPRIGHT, Buffer.alloc(24), u32(2));
  const auxi = fullBox('auxi', 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'));
  const alpha = alphaAt === undefined ? [] : [box('trak', head, media('auxv', table(alphaAt, auxi)))];
  const file = Buffer.concat([still, box('moov', movie, box('trak', head, media('pict', table(pixels))), ...alpha)]);
  file.write(brand, 8, 'latin1');
  return file;
}

/** Without `meta`, and so without the still picture: video encoders may write files with tracks only. */
export function withoutStill(sequence: Buffer): Buffer {
  const file = Buffer.from(sequence);
  file.write('free', file.indexOf('meta'), 'latin1');
  return file;
}

/** With items, but without a primary item. */
export function withoutPrimaryItem(sequence: Buffer): Buffer {
  const file = Buffer.from(sequence);
  file.write('free', file.indexOf('pitm'), 'latin1');
  return file;
}
