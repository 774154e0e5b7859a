import { afterAll, describe, expect, it } from 'vitest';
import { createMetadataThread } from '@/lib/decoders/metadata';
import { segment, withSegments } from '@/testing/corpus/jpeg-codec';
import { ultraHdr } from '@/testing/corpus/ultra-hdr';
import { heic } from '@/testing/heic';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { sharp } from '../sharp';
import type { Removed } from './kinds';
import { metadataReport as reportOf } from './report';

const image = () => fromRaster(landscape(60, 40));
const thread = createMetadataThread({ seconds: 60, report: (error) => expect.fail(String(error)) });
afterAll(() => thread.close());
const report = async (bytes: Uint8Array): Promise<Removed[]> => reportOf(await thread.read(bytes), bytes);

describe('the metadata report of a GIF', () => {
  const extension = (label: number, ...subBlocks: Buffer[]) =>
    Buffer.concat([
      Buffer.from([0x21, label]),
      ...subBlocks.flatMap((subBlock) => [Buffer.from([subBlock.length]), subBlock]),
      Buffer.from([0]),
    ]);
  const afterColourTable = async (...blocks: Buffer[]) => {
    const gif = await image().gif().toBuffer();
    const head = 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
    return Buffer.concat([gif.subarray(0, head), ...blocks, gif.subarray(head)]);
  };

  it('is empty without metadata', async () => {
    expect(await report(await image().gif().toBuffer())).toEqual([]);
  });

  it('lists comments, joined from their data sub-blocks', async () => {
    const comment = extension(0xfe, Buffer.from('drawn by Ada'), Buffer.from(' Lovelace, é'));
    const bytes = await afterColourTable(comment, extension(0xfe, Buffer.from('twice')));
    expect(await report(bytes)).toEqual([{ kind: 'text', values: ['drawn by Ada Lovelace, é', 'twice'] }]);
  });

  it('mentions XMP', async () => {
    const magic = Buffer.concat([Buffer.from([1]), Buffer.from(Array.from({ length: 256 }, (_, at) => 255 - at)), Buffer.from([0])]);
    const bytes = await afterColourTable(
      Buffer.concat([Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1'), Buffer.from('<x:xmpmeta/>'), magic]),
    );
    expect((await sharp(bytes).metadata()).width).toBe(60);
    expect(await report(bytes)).toEqual([{ kind: 'other', values: [] }]);
  });
});

describe('the metadata report of a JPEG', () => {
  const withThese = async (...segments: Uint8Array[]) => withSegments(await image().jpeg().toBuffer(), ...segments);
  const FTYP = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1');

  it('lists comments', async () => {
    const bytes = await withThese(segment(0xfe, Buffer.from('Shot by Ada Lovelace')), segment(0xfe, Buffer.from('at home')));
    expect(await report(bytes)).toEqual([{ kind: 'text', values: ['Shot by Ada Lovelace', 'at home'] }]);
  });

  it.each([
    ['JFXX', segment(0xe0, Buffer.from('JFXX\0\x10', 'latin1'), Buffer.alloc(20))],
    ['JFIF', segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01', 'latin1'), [1, 2, 3])],
  ])('lists a thumbnail in a %s segment', async (_where, small) => {
    expect(await report(await withThese(small))).toEqual([{ kind: 'thumbnail', values: [] }]);
  });

  it('lists a video after EOI, with or without a gain map before it', async () => {
    const jpeg = await image().jpeg().toBuffer();
    const video = Buffer.concat([FTYP, Buffer.alloc(3000, 7)]);
    for (const bytes of [Buffer.concat([jpeg, video]), Buffer.concat([ultraHdr(jpeg), video])]) {
      expect((await report(bytes)).filter(({ kind }) => kind === 'video')).toEqual([{ kind: 'video', values: [] }]);
    }
  });

  it('lists the data that Samsung phones append', async () => {
    const jpeg = await image().jpeg().toBuffer();
    const append = (name: string, data: Buffer) => Buffer.concat([jpeg, Buffer.from(name), data, Buffer.from('SEFH\0\0\0\0SEFT')]);
    expect(await report(append('MotionPhoto_Data', FTYP))).toEqual([{ kind: 'video', values: [] }]);
    expect(await report(append('Image_UTC_Data', Buffer.from('1795000000000')))).toEqual([{ kind: 'other', values: [] }]);
  });

  it('does not mistake other bytes for a video, and limits the search', async () => {
    const jpeg = await image().jpeg().toBuffer();
    expect(await report(Buffer.concat([jpeg, Buffer.from('ftyp'.repeat(500_000)), jpeg, FTYP]))).toEqual([]);
    expect(await report(await withThese(segment(0xec, Buffer.from('ftypmp42'))))).toEqual([]);
  });
});

it('the metadata report of a HEIC lists an embedded video', async () => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(8 + 3000);
  const bytes = Buffer.concat([heic('landscape'), length, Buffer.from('mpvd'), Buffer.alloc(3000, 7)]);
  expect(await report(heic('landscape'))).toEqual([]);
  expect(await report(bytes)).toEqual([{ kind: 'video', values: [] }]);
});
