const CODECS = { av01: 'av1C', hvc1: 'hvcC' } as const;

const u16 = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));
const text = (characters: string) => Buffer.from(characters, 'latin1');

function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(8 + body.length), text(type), body]);
}

/** With a version of 0, and flags. */
const fullBox = (type: string, flags: number, ...content: Uint8Array[]) => box(type, u32(flags), ...content);

/** As a matrix that turns and scales nothing is written: of 16 and, in the last column, 2 whole bits. */
const UPRIGHT = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** Milliseconds that each frame is shown. */
const DELAY = 100;

/**
 * An animation in an AVIF or HEIC, as avifenc and the makers of bursts write it: the still, and a track (ISO/IEC 14496-12) whose frames
 * all are the pixels of that still.
 *
 * @param still of one item, whose pixels are the only ones in its file
 * @param brand of sequences, instead of that of the still
 * @param frames how many
 * @param alphaAt where the pixels of a second track are, for transparency, that are as many; no such track unless given
 */
export function asSequence(still: Buffer, brand: string, frames: number, alphaAt?: number): Buffer {
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

/** Without the list of items, in which the still is: as video encoders may write it, of tracks alone. */
export function withoutStill(sequence: Buffer): Buffer {
  const file = Buffer.from(sequence);
  file.write('free', file.indexOf('meta'), 'latin1');
  return file;
}

/** With the list of items, none of which is named as the main one. */
export function withoutMain(sequence: Buffer): Buffer {
  const file = Buffer.from(sequence);
  file.write('free', file.indexOf('pitm'), 'latin1');
  return file;
}
