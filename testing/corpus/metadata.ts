import { sharp } from '@/lib/imaging/sharp';
import { fromRaster } from '../pictures';
import { chart, colourAt, PATCHES, patchAt } from './chart';
import { encodeGif } from './gif-codec';
import { encodeJpeg, segment, ycc } from './jpeg-codec';
import { type CorpusPicture, EXACT, ROUNDED } from './picture';
import { chunk, encodePng, RGB } from './png-codec';

const picture = chart(64, 64);
const at = (x: number, y: number) => colourAt(picture, x, y);

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>';

/** Names, location, camera and date. */
const EXIF = {
  IFD0: { Artist: 'Ada Lovelace', Make: 'Analytical', Model: 'Engine No. 1', Software: 'Notes', ImageDescription: 'at home' },
  IFD2: { DateTimeOriginal: '2026:11:25 10:00:00', BodySerialNumber: 'SN-1815', UserComment: 'private' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 8/1 0/1' },
};

const laden = () => fromRaster(picture).withExif(EXIF).withXmp(XMP).withIccProfile('srgb');

async function exif(): Promise<Buffer> {
  const { exif } = await sharp(await laden().jpeg().toBuffer()).metadata();
  if (!exif) throw new Error('libvips has written no EXIF');
  return exif;
}

/** A Photoshop segment with IPTC: author and city. */
function iptc(): Buffer {
  const records = [[80, 'Ada Lovelace'] as const, [90, 'London'] as const].map(([dataset, text]) =>
    Buffer.concat([Buffer.from([0x1c, 2, dataset, 0, text.length]), Buffer.from(text)]),
  );
  const data = Buffer.concat(records);
  const resource = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0\0\0\0', 'latin1'), Buffer.from([data.byteLength]), data]);
  return segment(0xed, Buffer.from('Photoshop 3.0\0'), resource, Buffer.alloc(data.byteLength % 2));
}

async function jpeg(): Promise<Buffer> {
  const thumbnail = encodeJpeg({ width: 8, height: 8, at: () => [1, 2, 3] });
  return encodeJpeg({ width: 64, height: 64, at: (x, y) => ycc(at(x, y)) }, [
    segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01', 'latin1'), [1, 2, 3]),
    segment(0xe0, Buffer.from('JFXX\0\x10', 'latin1'), thumbnail),
    segment(0xe1, await exif()),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${XMP}`)),
    iptc(),
    segment(0xec, Buffer.from('Ducky\0\x01\0\x04\0\0\0\x50', 'latin1')),
    segment(0xfe, Buffer.from('a comment of Ada Lovelace')),
  ]);
}

async function png(): Promise<Buffer> {
  const texts = [
    chunk('tEXt', Buffer.from('Author\0Ada Lovelace')),
    chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
    chunk('tIME', Buffer.from([7, 234, 11, 25, 10, 0, 0])),
    chunk('eXIf', (await exif()).subarray('Exif\0\0'.length)),
    chunk('pHYs', Buffer.from([0, 0, 11, 19, 0, 0, 11, 19, 1])),
  ];
  return encodePng({ width: 64, height: 64, depth: 8, type: RGB, at }, texts, [chunk('tEXt', Buffer.from('Comment\0at home'))]);
}

function gif(): Buffer {
  const file = encodeGif({ width: 64, height: 64, palette: PATCHES, frames: [{ width: 64, height: 64, at: (x, y) => patchAt(64, x, y) }] });
  const comment = Buffer.from('\x21\xfe\x0cAda Lovelace\0', 'latin1');
  const text = Buffer.concat([Buffer.from('\x21\xff\x0bXMP DataXMP\x0cAda Lovelace', 'latin1'), Buffer.from([0])]);
  const head = 13 + 256 * 3;
  return Buffer.concat([file.subarray(0, head), comment, text, file.subarray(head)]);
}

export const metadataPictures: readonly CorpusPicture[] = [
  { name: 'JPEG with names, place, camera, comment and thumbnails', file: jpeg, shows: { format: 'jpeg', picture, near: ROUNDED } },
  { name: 'PNG with names, place, camera, times and density', file: png, shows: { format: 'png', picture, near: EXACT } },
  { name: 'GIF with comments', file: gif, shows: { format: 'gif', picture, near: EXACT } },
  {
    name: 'WebP with names, place and camera',
    file: () => laden().webp({ lossless: true }).toBuffer(),
    shows: { format: 'webp', picture, near: EXACT },
  },
  {
    name: 'AVIF with names, place and camera',
    file: () => laden().avif({ lossless: true, effort: 0 }).toBuffer(),
    shows: { format: 'avif', picture, near: ROUNDED },
  },
];
