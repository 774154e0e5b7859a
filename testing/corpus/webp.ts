import { fromRaster } from '../pictures';
import { chart, withFadingAlpha } from './chart';
import { type CorpusPicture, EXACT, LOSSY, type Shown } from './picture';

const picture = chart(96, 64);
const large = chart(1536, 1024);
const clear = withFadingAlpha(picture);
const lossy: Shown = { format: 'webp', picture, near: LOSSY };
const exact: Shown = { format: 'webp', picture, near: EXACT };

const of = (raster: typeof picture, options: { lossless?: boolean; nearLossless?: boolean; quality?: number }) => () =>
  fromRaster(raster)
    .webp({ quality: 95, ...options })
    .toBuffer();

/** Appends a chunk and updates the RIFF length. */
function withChunk(webp: Buffer, type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.byteLength);
  const file = Buffer.concat([webp, Buffer.from(type), length, data, Buffer.alloc(data.byteLength % 2)]);
  file.writeUInt32LE(file.byteLength - 8, 4);
  return file;
}

export const webpPictures: readonly CorpusPicture[] = [
  { name: 'WebP, lossy', file: of(picture, {}), shows: lossy },
  { name: 'WebP, lossless', file: of(picture, { lossless: true }), shows: exact },
  { name: 'WebP, nearly lossless', file: of(picture, { nearLossless: true, quality: 80 }), shows: lossy },
  { name: 'WebP, lossy, with alpha', file: of(clear, {}), shows: { ...lossy, picture: clear } },
  { name: 'WebP, lossless, with alpha', file: of(clear, { lossless: true }), shows: { ...exact, picture: clear } },
  {
    name: 'WebP with an unknown chunk',
    file: async () => withChunk(await of(picture, { lossless: true })(), 'JUNK', Buffer.alloc(99)),
    shows: exact,
  },
  {
    name: 'WebP with a web page after its end',
    file: async () => Buffer.concat([await of(picture, { lossless: true })(), Buffer.from('<script>')]),
    shows: exact,
  },
  { name: 'WebP called me.png', fileName: 'me.png', file: of(picture, { lossless: true }), shows: exact },
  { name: 'WebP, large', file: of(large, {}), shows: { ...lossy, picture: large } },
];
