import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { grainy, grainyAnimation } from '@/testing/grainy-files';
import { heic } from '@/testing/heic';

export { manyFramesGif } from '@/testing/animations';
export { grainyAnimation } from '@/testing/grainy-files';

/** Hostile files, built by hand where libraries cannot write them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const bytes = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));

/** A JPEG with the size of a phone photo, to warm up a server. */
export const large = () =>
  sharp({ create: { width: 4032, height: 3024, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

function chunk(type: string, data: Uint8Array): Buffer {
  const block = Buffer.concat([latin1(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.byteLength);
  frame.writeUInt32BE(crc32(block), 4);
  return Buffer.concat([frame.subarray(0, 4), block, frame.subarray(4)]);
}

async function pngWith(...chunks: Uint8Array[]): Promise<Bytes> {
  const whole = await grainy(64).png().toBuffer();
  return bytes(whole.subarray(0, 33), ...chunks, whole.subarray(33));
}

const segment = (marker: number, data: Uint8Array) =>
  Buffer.concat([Buffer.from([0xff, marker, (data.byteLength + 2) >> 8, (data.byteLength + 2) & 0xff]), data]);

async function jpegWith(...segments: Uint8Array[]): Promise<Bytes> {
  const whole = await grainy(64).jpeg().toBuffer();
  return bytes(whole.subarray(0, 2), ...segments, whole.subarray(2));
}

/** 144 million white pixels in 446 kB. */
export async function flatPng(): Promise<Bytes> {
  const flat = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'white' } });
  return new Uint8Array(await flat.png({ compressionLevel: 9 }).toBuffer());
}

/** A PNG of 64 × 64 pixels whose header claims this size. */
export async function claimedPng(side: number): Promise<Bytes> {
  const whole = await grainy(64).png().toBuffer();
  const header = Buffer.from(whole.subarray(16, 29));
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  return bytes(whole.subarray(0, 8), chunk('IHDR', header), whole.subarray(33));
}

export async function claimedJpeg(side: number): Promise<Bytes> {
  const whole = await grainy(64).jpeg().toBuffer();
  const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
  whole.writeUInt16BE(side, frame + 5);
  whole.writeUInt16BE(side, frame + 7);
  return new Uint8Array(whole);
}

export async function claimedAvif(side: number): Promise<Bytes> {
  const whole = await grainy(64).avif({ effort: 0 }).toBuffer();
  const size = whole.indexOf('ispe');
  whole.writeUInt32BE(side, size + 8);
  whole.writeUInt32BE(side, size + 12);
  return new Uint8Array(whole);
}

export async function claimedHeic(side: number): Promise<Bytes> {
  const whole = heic('landscape');
  const size = whole.indexOf('ispe');
  whole.writeUInt32BE(side, size + 8);
  whole.writeUInt32BE(side, size + 12);
  return new Uint8Array(whole);
}

/** A HEIC of 12,000 × 12,000 pixels whose header claims 64 × 64. */
export const understatedHeic = () => new Uint8Array(heic('understated'));

/** An APNG of eight frames whose header announces this number. */
export async function announcedApng(frames: number): Promise<Bytes> {
  const whole = await grainyAnimation('png');
  const control = whole.indexOf('acTL');
  const data = Buffer.from(whole.subarray(control + 4, control + 12));
  data.writeUInt32BE(frames);
  return bytes(whole.subarray(0, control - 4), chunk('acTL', data), whole.subarray(control + 16));
}

/** An APNG whose last frame is as wide as the picture and has this offset from the left, in pixels. */
export async function strayApng(left: number): Promise<Bytes> {
  const whole = await grainyAnimation('png');
  const control = whole.lastIndexOf('fcTL');
  const data = Buffer.from(whole.subarray(control + 4, control + 30));
  data.writeUInt32BE(left, 12);
  return bytes(whole.subarray(0, control - 4), chunk('fcTL', data), whole.subarray(control + 34));
}

/** A GIF whose first frame never ends: 24 MB of blocks without a terminator. */
export function endlessGif(): Bytes {
  const start = latin1('GIF89a\x64\0\x64\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x64\0\x64\0\0\x02');
  const block = Buffer.alloc(256, 0x55);
  block.writeUInt8(255);
  return bytes(start, Buffer.alloc(24_000_000, block));
}

/** A GIF whose first frame consists of thirteen million blocks of one byte. */
export function crumbledGif(): Bytes {
  const start = latin1('GIF89a\x64\0\x64\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x64\0\x64\0\0\x02');
  return bytes(start, Buffer.alloc(26_000_000, Buffer.from([1, 0x55])), Buffer.from([0, 0x3b]));
}

/** Start of each chunk before its compressed data: keyword, compression method and further fields. */
const PACKED = { zTXt: 'Comment\0\0', iTXt: 'XML:com.adobe.xmp\0\x01\0\0\0', iCCP: 'profile\0\0' };

/** A PNG with this number of chunks, each of which decompresses to 300 MB. */
export async function packedPng(type: keyof typeof PACKED, count: number): Promise<Bytes> {
  const data = Buffer.concat([latin1(PACKED[type]), deflateSync(Buffer.alloc(300_000_000), { level: 9 })]);
  return pngWith(...Array.from({ length: count }, () => chunk(type, data)));
}

/** A PNG with seven megabytes of uncompressed, nested XMP, which takes parsers half a minute. */
export const wordyPng = () =>
  pngWith(
    chunk(
      'iTXt',
      latin1(`XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta xmlns:x="adobe:ns:meta/">${'<rdf:li>a</rdf:li>'.repeat(400_000)}</x:xmpmeta>`),
    ),
  );

/** A JPEG with 24 MB of EXIF in 370 segments. */
export const paddedJpeg = () => jpegWith(...Array.from({ length: 370 }, () => segment(0xe1, Buffer.alloc(65_000, 'Exif\0\0'))));

/** A JPEG with six million empty segments. */
export const hollowJpeg = () => jpegWith(Buffer.alloc(24_000_000, Buffer.from([0xff, 0xe5, 0, 2])));

/**
 * A progressive JPEG of 81 million pixels with 2,647 scans: one for each bit of each coefficient of each channel (T.81, annex G). All
 * coefficients are zero.
 */
export async function endlessScansJpeg(): Promise<Bytes> {
  const side = 8960;
  const flat = sharp({ create: { width: side, height: side, channels: 3, background: 'white' } });
  const whole = await flat.jpeg({ progressive: true, optimizeScans: false }).toBuffer();
  let at = whole.indexOf(Buffer.from([0xff, 0xda])) + 2;
  // The first scan contains the DC coefficients and ends at the next marker.
  while (whole.readUInt8(at) !== 0xff || whole.readUInt8(at + 1) === 0) at += 1;
  // A Huffman table of one code, a single bit: an end-of-band run, followed by 14 bits for its length.
  const table = segment(0xc4, Buffer.from([0x10, 1, ...Array.from({ length: 15 }, () => 0), 0xe0]));
  const scans = [];
  for (let bit = 13; bit >= 0; bit -= 1) {
    for (let coefficient = 1; coefficient < 64; coefficient += 1) {
      for (const channel of [1, 2, 3]) {
        const earlier = bit === 13 ? 0 : bit + 1;
        scans.push(segment(0xda, Buffer.from([1, channel, 0, coefficient, coefficient, (earlier << 4) | bit])));
        scans.push(emptyBlocks((side / (channel === 1 ? 8 : 16)) ** 2));
      }
    }
  }
  return bytes(whole.subarray(0, at), table, ...scans, Buffer.from([0xff, 0xd9]));
}

/** End-of-band runs of 16,384 to 32,767 blocks each. */
function emptyBlocks(count: number): Buffer {
  let bits = '';
  for (let left = count; left > 0; ) {
    const run = left > 32_767 && left < 49_151 ? 16_384 : Math.min(left, 32_767);
    bits += `0${(run - 16_384).toString(2).padStart(14, '0')}`;
    left -= run;
  }
  const octets = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(
    octets.map((octet) => Number.parseInt(octet.padEnd(8, '1'), 2)).flatMap((octet) => (octet === 0xff ? [0xff, 0] : [octet])),
  );
}

/** Content of polyglots that must not be served. */
export const PAYLOAD = '<script>alert("payload")</script>';

/** An empty ZIP archive with a comment. */
const zip = Buffer.concat([latin1('PK\x05\x06'), Buffer.alloc(16), Buffer.from([PAYLOAD.length, 0]), latin1(PAYLOAD)]);
const page = latin1(`<html><body>${PAYLOAD}</body></html>`);
const program = latin1(`/*${PAYLOAD}*/=1;alert(1)//`);

/** Complete pictures that are also files of another type. */
export const POLYGLOTS: Record<string, () => Promise<Bytes>> = {
  'a JPEG with a page behind it': async () => bytes(await grainy().jpeg().toBuffer(), page),
  'a JPEG with an archive behind it': async () => bytes(await grainy().jpeg().toBuffer(), zip),
  'a JPEG with a program in its comment': () => jpegWith(segment(0xfe, program)),
  'a PNG with a page behind it': async () => bytes(await grainy().png().toBuffer(), page),
  'a PNG with an archive behind it': async () => bytes(await grainy().png().toBuffer(), zip),
  'a PNG with a page in its text': () => pngWith(chunk('tEXt', Buffer.concat([latin1('Comment\0'), page]))),
  'a GIF with a page behind it': async () => bytes(await grainy().gif().toBuffer(), page),
  'a GIF with a program in its comment': async () => {
    const whole = await grainy().gif().toBuffer();
    const end = whole.byteLength - 1;
    return bytes(whole.subarray(0, end), Buffer.from([0x21, 0xfe, program.byteLength]), program, Buffer.from([0, 0x3b]));
  },
  'a HEIC with a page behind it': async () => bytes(heic('grid'), page),
  'a HEIC with an archive behind it': async () => bytes(heic('turned-90'), zip),
  'a HEIC with a program in a box of its own': async () =>
    bytes(heic('landscape'), Buffer.from([0, 0, 0, 8 + program.length]), latin1('free'), program),
  'an animated GIF with a page behind it': async () => bytes(await grainyAnimation('gif'), page),
  'an animated WebP with a page behind it': async () => bytes(await grainyAnimation('webp'), page),
  'an animated PNG with a page in its text': async () => {
    const whole = await grainyAnimation('png');
    return bytes(whole.subarray(0, 33), chunk('tEXt', Buffer.concat([latin1('Comment\0'), page])), whole.subarray(33));
  },
};
