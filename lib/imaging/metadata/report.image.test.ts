import { afterAll, describe, expect, it } from 'vitest';
import { createMetadataThread } from '@/lib/decoders/metadata';
import { segment, withSegments } from '@/testing/corpus/jpeg-codec';
import { chunk } from '@/testing/corpus/png-codec';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { sharp } from '../sharp';
import type { Removed } from './kinds';
import { metadataReport as reportOf } from './report';

const records = sharedRecords();
const image = () => fromRaster(landscape(60, 40));

const EXIF = {
  IFD0: {
    Make: 'Apple',
    Model: 'iPhone 13',
    Software: 'Darkroom 6.1',
    Artist: 'Ada Lovelace',
    ImageDescription: 'In the garden',
    DateTime: '2026:05:04 03:02:01',
  },
  IFD2: { BodySerialNumber: 'XYZ-1234', FNumber: '28/10', ExposureTime: '1/60', ISOSpeedRatings: '100', MeteringMode: '5' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 22/1 12/1' },
};

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmp:CreatorTool="Lightroom 9" photoshop:City="Berlin"/></rdf:RDF></x:xmpmeta>`;

const reported: unknown[] = [];
const thread = createMetadataThread({ report: (error) => reported.push(error) });
afterAll(async () => {
  await thread.close();
  expect(reported).toEqual([]);
});

const report = async (bytes: Uint8Array): Promise<Removed[]> => reportOf(await thread.read(bytes), bytes);
const of = async (bytes: Uint8Array, kind: string) => (await report(bytes)).find((removed) => removed.kind === kind)?.values;

describe.each(['jpeg', 'png', 'webp', 'avif'] as const)('the metadata report of a picture as %s', (format) => {
  it('lists location, device, programs, names and dates', async () => {
    const pictured = image().withExif(EXIF);
    // sharp compresses XMP in a PNG, and compressed text is not read.
    const bytes = await (format === 'png' ? pictured : pictured.withXmp(XMP)).toFormat(format).toBuffer();
    const fromXmp = (value: string) => (format === 'png' ? [] : [value]);
    expect(await of(bytes, 'location')).toEqual(expect.arrayContaining(['52.50000, 13.37000', ...fromXmp('Berlin')]));
    expect(await of(bytes, 'device')).toEqual(['Apple', 'iPhone 13', 'Serial number XYZ-1234', '1/60 s, f/2.8, ISO 100']);
    expect(await of(bytes, 'editor')).toEqual(expect.arrayContaining(['Darkroom 6.1', ...fromXmp('Lightroom 9')]));
    expect(await of(bytes, 'names')).toEqual(['Ada Lovelace']);
    expect(await of(bytes, 'dates')).toEqual(['2026-05-04 03:02:01']);
    expect(await of(bytes, 'text')).toEqual(['In the garden']);
    expect((await report(bytes)).at(-1)).toEqual({ kind: 'other', values: [], count: 1, fields: ['MeteringMode'] });
  });

  it('is empty without metadata', async () => {
    expect(await report(await image().toFormat(format).toBuffer())).toEqual([]);
  });
});

it('the metadata report lists fields with raw values as technical', async () => {
  const raw = {
    IFD2: {
      LensSpecification: '83/20 83/20 11/5 11/5',
      MakerNote: 'Apple iOS',
      ExposureTime: '0/0',
      DateTimeOriginal: '0000:00:00 00:00:00',
    },
  };
  const xmp = XMP.replace('xmp:CreatorTool="Lightroom 9"', 'xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:Lens="83/20 83/20 11/5"');
  const bytes = await image().withExif(raw).withXmp(xmp).jpeg().toBuffer();
  const kinds = await report(bytes);
  expect(kinds.map(({ kind, values }) => [kind, values])).toEqual([
    ['location', ['Berlin']],
    ['other', []],
  ]);
  expect(kinds.at(-1)?.fields).toEqual(expect.arrayContaining(['MakerNote', 'ExposureTime', 'DateTimeOriginal', 'Lens']));
  expect(JSON.stringify(kinds)).not.toMatch(/83\/20|\[Raw/);
});

it('the metadata report mentions an invalid location without coordinates', async () => {
  const nowhere = { GPSLatitudeRef: 'N', GPSLatitude: '0/0 0/0 0/0', GPSLongitudeRef: 'E', GPSLongitude: '0/0 0/0 0/0' };
  const bytes = await image().withExif({ IFD3: nowhere }).jpeg().toBuffer();
  expect(await of(bytes, 'location')).toEqual([]);
});

it('the metadata report mentions compressed PNG text without decompressing it', async () => {
  expect(await report(await image().withXmp(XMP).png().toBuffer())).toEqual([{ kind: 'other', values: [] }]);
});

it('the metadata report includes comments that the metadata library does not read', async () => {
  const comment = segment(0xfe, Buffer.from(`Shot by Ada\n${'x'.repeat(500)}`));
  const bytes = withSegments(await image().withExif(EXIF).jpeg().toBuffer(), comment);
  const texts = (await of(bytes, 'text')) ?? [];
  expect(texts).toEqual(['In the garden', expect.stringMatching(/^Shot by Ada x+$/)]);
  expect(texts[1]?.length).toBe(100);
});

it('the metadata report of a phone photo lists its thumbnail', async () => {
  const small = await image().resize(16).jpeg().toBuffer();
  const bytes = await image().jpeg().toBuffer();
  expect((await report(withExifThumbnail(bytes, small))).map(({ kind }) => kind)).toEqual(['thumbnail']);
});

it('the metadata report truncates values and removes control characters', async () => {
  const long = `a\u0007b${'x'.repeat(500)}`;
  const [text = ''] =
    (await of(
      await image()
        .withExif({ IFD0: { ImageDescription: long } })
        .jpeg()
        .toBuffer(),
      'text',
    )) ?? [];
  expect(text.length).toBeLessThanOrEqual(100);
  expect(text).not.toMatch(/\p{Cc}/u);
});

it('a picture with unreadable metadata is saved, and the upload still has a metadata report', async () => {
  const bytes = await image().withExif(EXIF).jpeg().toBuffer();
  const at = bytes.indexOf('Exif\0\0');
  bytes.fill(0xff, at + 14, at + 60);
  const it = await world(records(), {}, { metadata: thread.read });
  const { removed } = await it.avatars.replace(it.change, { bytes });
  expect(Array.isArray(removed)).toBe(true);
  expect((await sharp(await it.served({ format: 'png' })).metadata()).width).toBe(40);
});

it('the metadata report mentions text that is too long to read, and the next file is read normally', async () => {
  const nested = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${'<rdf:li>a</rdf:li>'.repeat(400_000)}</x:xmpmeta>`;
  const bytes = withText(await image().png().toBuffer(), 'XML:com.adobe.xmp', nested);
  const it = await world(records(), {}, { metadata: thread.read });
  expect((await it.avatars.replace(it.change, { bytes })).removed).toEqual([{ kind: 'other', values: [] }]);
  expect(await of(await image().withExif(EXIF).png().toBuffer(), 'device')).toContain('iPhone 13');
});

it('only the response to the upload contains the metadata report', async () => {
  const it = await world(records(), {}, { metadata: thread.read });
  const saved = await it.avatars.replace(it.change, { bytes: await image().withExif(EXIF).jpeg().toBuffer() });
  expect(saved.removed.map(({ kind }) => kind)).toContain('location');
  expect(JSON.stringify(await it.state())).not.toMatch(/52\.5|iPhone|Ada Lovelace|removed"/);
});

/** A PNG with uncompressed text (section 11.3.3.4) after its header. */
function withText(png: Buffer, keyword: string, text: string): Buffer {
  return Buffer.concat([png.subarray(0, 33), chunk('iTXt', Buffer.from(`${keyword}\0\0\0\0\0${text}`)), png.subarray(33)]);
}

/** A JPEG whose EXIF contains only a JPEG thumbnail (EXIF 2.32, section 4.5.8). */
function withExifThumbnail(jpeg: Buffer, thumbnail: Buffer): Buffer {
  const tiff = Buffer.alloc(8 + 6 + 2 + 3 * 12 + 4);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  // The first IFD has no entries and points to the second, which has three.
  tiff.writeUInt32LE(14, 10);
  tiff.writeUInt16LE(3, 14);
  const entries = [
    [0x0103, 3, 6],
    [0x0201, 4, tiff.byteLength],
    [0x0202, 4, thumbnail.byteLength],
  ] as const;
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 16 + index * 12;
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(1, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  }
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff, thumbnail]);
  return withSegments(jpeg, segment(0xe1, body));
}
