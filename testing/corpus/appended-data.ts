import { MAX_METADATA_BYTES } from '@/lib/imaging/limits';
import { CORNERS, heic } from '../heic';
import { fromRaster } from '../pictures';
import { chart, draw } from './chart';
import { type CorpusPicture, EXACT, LOSSY } from './picture';

// Data that phones and programs append to a picture, larger than the metadata limit.

const SIDE = 64;
const picture = chart(SIDE, SIDE);
const corners = draw(120, 80, (x, y) => CORNERS[(y >= 40 ? 2 : 0) + (x >= 60 ? 1 : 0)] ?? []);

/** A box of an ISO media file (ISO/IEC 14496-12). */
export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.byteLength);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
}

/** A video with its location. */
function video(): Buffer {
  const place = Buffer.from('\0\x12\x15\xc7+51.5000-000.1333/', 'latin1');
  const brand = Buffer.from('mp42\0\0\0\0mp42isom', 'latin1');
  return Buffer.concat([
    box('ftyp', brand),
    box('moov', box('udta', box('\xa9xyz', place))),
    box('mdat', Buffer.alloc(MAX_METADATA_BYTES, 7)),
  ]);
}

const notes = Buffer.from('\n<!-- saved by Ada Lovelace at +51.5000-000.1333 -->\n');

const avif = () => fromRaster(picture).avif({ effort: 0, quality: 90 }).toBuffer();
const webp = () => fromRaster(picture).webp({ lossless: true }).toBuffer();
const heics = { format: 'heic', picture: corners, near: LOSSY } as const;
const avifs = { format: 'avif', picture, near: LOSSY } as const;
const webps = { format: 'webp', picture, near: EXACT } as const;

export const picturesWithAppendedData: readonly CorpusPicture[] = [
  { name: 'HEIC with a video in a box (motion photo)', file: () => Buffer.concat([heic('landscape'), box('mpvd', video())]), shows: heics },
  {
    name: 'HEIC with a video in a box, and text after its end',
    file: () => Buffer.concat([heic('landscape'), box('mpvd', video()), notes]),
    shows: heics,
  },
  {
    name: 'AVIF with a video in a box (motion photo)',
    file: async () => Buffer.concat([await avif(), box('mpvd', video())]),
    shows: avifs,
  },
  {
    name: 'AVIF with large free and skip boxes, and text after its end',
    file: async () => Buffer.concat([await avif(), box('free', video()), box('skip', video()), notes]),
    shows: avifs,
  },
  { name: 'WebP with a video after its end', file: async () => Buffer.concat([await webp(), video()]), shows: webps },
  { name: 'WebP with text and a video after its end', file: async () => Buffer.concat([await webp(), notes, video()]), shows: webps },
];
