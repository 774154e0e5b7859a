import { fromRaster } from '../pictures';
import { chart, colourAt, greys, luma } from './chart';
import { adobe, encodeJpeg, type JpegImage, segment, withSegments, ycc } from './jpeg-codec';
import { type CorpusPicture, EXACT, LOSSY, ROUNDED, type Shown } from './picture';
import { ultraHdr } from './ultra-hdr';

const picture = chart(96, 64);
const large = chart(1536, 1024);
const { width, height } = picture;
const shows: Shown = { format: 'jpeg', picture, near: LOSSY };
const rounded: Shown = { format: 'jpeg', picture, near: ROUNDED };
const exact: Shown = { format: 'jpeg', picture, near: EXACT };

const written = (fields: Partial<JpegImage> = {}, segments: readonly Uint8Array[] = []) =>
  encodeJpeg({ width, height, at: (x, y) => ycc(colourAt(picture, x, y)), ...fields }, segments);

const sample = (fields: { progressive?: boolean; chromaSubsampling?: string; mozjpeg?: boolean }) => () =>
  fromRaster(picture)
    .jpeg({ quality: 95, ...fields })
    .toBuffer();

/** Values that Samsung cameras write into scan headers; baseline decoders ignore them. */
const SCANS = [
  [0, 0, 0],
  [1, 63, 0],
  [0, 63, 17],
  [255, 255, 255],
] as const;

export const jpegPictures: readonly CorpusPicture[] = [
  { name: 'JPEG, baseline, 4:4:4', file: sample({ chromaSubsampling: '4:4:4' }), shows },
  { name: 'JPEG, baseline, 4:2:0', file: sample({ chromaSubsampling: '4:2:0' }), shows },
  { name: 'JPEG, progressive, 4:4:4', file: sample({ progressive: true, chromaSubsampling: '4:4:4' }), shows },
  { name: 'JPEG, progressive, 4:2:0', file: sample({ progressive: true, chromaSubsampling: '4:2:0' }), shows },
  { name: 'JPEG by mozjpeg', file: sample({ mozjpeg: true }), shows },
  {
    name: 'JPEG, grey',
    file: () => written({ at: (x, y) => [luma(colourAt(picture, x, y))] }),
    shows: { ...exact, picture: greys(picture) },
  },
  { name: 'JPEG, RGB by its Adobe segment', file: () => written({ at: (x, y) => colourAt(picture, x, y) }, [adobe(0)]), shows: exact },
  {
    name: 'JPEG, RGB by its component IDs',
    file: () => written({ at: (x, y) => colourAt(picture, x, y), ids: [82, 71, 66] }),
    shows: exact,
  },
  { name: 'JPEG with restart markers', file: () => written({ restartEvery: 5 }), shows: rounded },
  { name: 'JPEG with neither JFIF nor EXIF', file: () => written(), shows: rounded },
  ...SCANS.map((scan): CorpusPicture => ({ name: `JPEG, Samsung scan header ${scan}`, file: () => written({ scan }), shows: rounded })),
  { name: 'JPEG with a fill byte before a marker', file: () => withSegments(written(), Buffer.from([0xff])), shows: rounded },
  {
    name: 'JPEG with invalid EXIF',
    file: () => written({}, [segment(0xe1, Buffer.from('Exif\0\0II*\0\xff\xff\xff\xffgarbage', 'latin1'))]),
    shows: rounded,
  },
  {
    name: 'JPEG with an invalid profile',
    file: () => written({}, [segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01no profile', 'latin1'))]),
    shows: rounded,
  },
  { name: 'JPEG with zeros after EOI', file: () => Buffer.concat([written(), Buffer.alloc(5000)]), shows: rounded },
  {
    name: 'JPEG with a web page after EOI',
    file: () => Buffer.concat([written(), Buffer.from('<script>alert(1)</script>')]),
    shows: rounded,
  },
  {
    name: 'JPEG with a video after EOI (motion photo)',
    file: () =>
      Buffer.concat([
        written(),
        Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
        Buffer.alloc(3000, 7),
        Buffer.from('MotionPhoto_Data'),
      ]),
    shows: rounded,
  },
  { name: 'JPEG with a gain map (Ultra HDR)', file: () => ultraHdr(written()), shows: rounded },
  { name: 'JPEG called me.png', fileName: 'me.png', file: () => written(), shows: rounded },
  { name: 'JPEG, large', file: () => fromRaster(large).jpeg({ quality: 95 }).toBuffer(), shows: { ...shows, picture: large } },
  {
    name: 'JPEG, lossless (not supported by browsers)',
    file: () => patched(written(), [0xff, 0xc0], [0xff, 0xc3]),
    refused: 'corrupt_image',
  },
  { name: 'JPEG of 12 bits', file: () => patched(written(), [0xff, 0xc0, 0, 17, 8], [0xff, 0xc1, 0, 17, 12]), refused: 'corrupt_image' },
  { name: 'JPEG of two components', file: () => written({ at: () => [1, 2] }), refused: 'corrupt_image' },
];

function patched(file: Buffer, from: readonly number[], to: readonly number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(to, copy.indexOf(Buffer.from(from)));
  return copy;
}
