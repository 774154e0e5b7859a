import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { withFadingAlpha } from '@/testing/corpus/chart';
import { cicp } from '@/testing/corpus/cicp';
import { withNclx } from '@/testing/corpus/heif-property';
import { DISPLAY_P3, rgbProfile } from '@/testing/corpus/icc';
import { chunk, encodePng, GREY, gama, iccp, RGB, uint32 } from '@/testing/corpus/png-codec';
import { heic } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster, photo, pixelAt, plain } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { openStill, toSrgb } from '../decode/open';
import { openSource } from '../decode/open-source';
import { deadlineIn, decodePixels, readHeader } from '../decode/pixels';
import { boxesIn } from '../formats/heif';
import { readItems } from '../formats/heif-items';
import { MAX_BLOCKS } from '../limits';
import { toPixels } from '../sharp';
import { readAv1Colours } from './av1';
import { withStatedColours } from './embed-profile';
import { greyProfile } from './icc-profile';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

const avifFile = (name: string) => readFileSync(`testing/corpus/avif/${name}.avif`);
const png = (...before: Uint8Array[]) =>
  encodePng({ width: 64, height: 64, depth: 16, type: RGB, at: () => [30_000, 20_000, 10_000] }, before);
const profile = iccp(rgbProfile(DISPLAY_P3));
const raster = landscape(64, 64);
const avif = () => fromRaster(raster).avif({ effort: 0 }).toBuffer();

describe('a file whose colours libvips reads correctly is neither copied nor converted twice', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['JPEG', () => photo()],
    ['WebP with a profile', () => fromRaster(raster).withIccProfile('p3').webp().toBuffer()],
    ['GIF', () => fromRaster(raster).gif().toBuffer()],
    ['PNG', () => plain(8, 8, [1, 2, 3])],
    ['PNG with a profile', () => png(profile)],
    ['PNG with a profile, and gamma', () => png(profile, gama(1))],
    ['PNG with an sRGB chunk', () => png(chunk('sRGB', Buffer.from([0])), gama(1))],
    ['PNG with cICP code points of sRGB', () => png(cicp(1, 13))],
    [
      'PNG with the primaries of sRGB',
      () => png(gama(1 / 2.2), chunk('cHRM', Buffer.concat([31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].map(uint32)))),
    ],
    ['AVIF', avif],
    ['AVIF with alpha', () => fromRaster(withFadingAlpha(raster)).avif({ effort: 0 }).toBuffer()],
    ['AVIF with a profile', () => fromRaster(raster).withIccProfile('p3').avif({ effort: 0 }).toBuffer()],
    [
      'AVIF with a profile, and PQ in nclx',
      async () => withNclx(await fromRaster(raster).withIccProfile('p3').avif({ effort: 0 }).toBuffer(), 9, 16),
    ],
    ['HEIC', () => heic('landscape')],
    ['HEIC with a profile, and PQ in nclx', () => withNclx(heic('display-p3'), 9, 16)],
    ['HEIC with irot', () => heic('turned-90')],
    ['not a picture', () => Buffer.from('nothing of the kind')],
    ['an empty file', () => Buffer.alloc(0)],
  ])('%s', async (_name, file) => {
    const bytes = await file();
    expect(withStatedColours(bytes)).toBe(bytes);
  });
});

describe('the cICP chunk of a PNG overrides its iCCP chunk', () => {
  const shown = async (bytes: Uint8Array) => {
    const readable = withStatedColours(bytes);
    const header = await readHeader(readable);
    const pipeline = await openStill(readable, header, deadlineIn());
    const { data, channels } = await toSrgb(await decodePixels(pipeline, deadlineIn()), header, deadlineIn());
    return [...data.subarray(0, channels)];
  };
  const grey = (...before: Uint8Array[]) => encodePng({ width: 8, height: 8, depth: 16, type: GREY, at: () => [20_000] }, before);
  const rgb = (...before: Uint8Array[]) => encodePng({ width: 8, height: 8, depth: 8, type: RGB, at: () => [200, 80, 40] }, before);
  const curve = greyProfile((sample) => sample ** 4);

  it.each<[string, (...before: Uint8Array[]) => Buffer, Uint8Array, number, number]>([
    ['with sRGB', rgb, profile, 1, 13],
    ['with sRGB, in 16 bits', png, profile, 1, 13],
    [
      'with sRGB, in grey',
      (...before) => encodePng({ width: 8, height: 8, depth: 8, type: GREY, at: () => [90] }, before),
      iccp(curve),
      1,
      13,
    ],
    ['with sRGB, in 16-bit grey', grey, iccp(curve), 1, 13],
    ['with linear light, in 16-bit grey', grey, iccp(curve), 1, 8],
    ['with PQ', rgb, profile, 9, 16],
  ])('%s', async (_what, file, lesser, primaries, transfer) => {
    const numbers = cicp(primaries, transfer);
    const expected = await shown(file(numbers));
    expect(await shown(file(lesser))).not.toEqual(expected);
    expect(await shown(file(numbers, lesser))).toEqual(expected);
    expect(await shown(file(lesser, numbers))).toEqual(expected);
  });
});

describe('an HDR picture', () => {
  const hdr = () => avifFile('pq');

  it('is stored unchanged, and its dominant colour is that of the tone-mapped picture', async () => {
    const it = await world(records(), {}, { heic: thread.decode });
    // Chromium 156 shows 184.
    const bytes = encodePng({ width: 64, height: 64, depth: 8, type: RGB, at: () => [147, 147, 147] }, [cicp(9, 16)]);
    const { avatar } = await it.avatars.replace(it.change, { bytes });
    expect(avatar?.color).toBe('#b8b8b8');
    expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
  });

  it('has the same colours with every crop and in every size', async () => {
    const it = await world(records());
    const bytes = encodePng({ width: 300, height: 200, depth: 16, type: RGB, at: () => [37_700, 37_700, 37_700] }, [cicp(9, 16)]);
    await it.avatars.replace(it.change, { bytes });
    // Chromium 156 shows 183.
    const seen: number[][] = [];
    for (const crop of [
      undefined,
      { x: 0, y: 0, width: 100, height: 100, rotate: 90 },
      { x: 60, y: 40, width: 100, height: 100, rotate: 30 },
    ]) {
      if (crop) await it.avatars.reframe(it.change, { crop });
      for (const size of [64, 'full'] as const) {
        const shown = await toPixels(openSource(await it.served({ size, format: 'png' })));
        seen.push(pixelAt(shown, shown.width / 2, shown.height / 2).slice(0, 3));
      }
    }
    expect(seen).toEqual(Array.from({ length: 6 }, () => seen[0]));
    expect(seen[0]).toEqual([183, 183, 183]);
  });

  it('is read from a file whose last box has length 0', async () => {
    const file = hdr();
    const last = [...boxesIn(file)].at(-1);
    file.writeUInt32BE(0, last?.head ?? 0);
    expect(last?.type).toBe('mdat');
    const open = async (bytes: Uint8Array) => (await openSource(withStatedColours(bytes)).metadata()).icc?.length;
    expect(await open(file)).toBe(await open(hdr()));
    expect(await open(file)).toBeGreaterThan(200_000);
  });
});

describe('a damaged or hostile file', () => {
  const files: [string, Buffer][] = [
    ['AVIF', avifFile('pq')],
    ['AVIF with alpha', avifFile('cut')],
    ['AVIF with irot', avifFile('turned')],
    ['HEIC', withNclx(heic('grid'), 9, 16)],
    ['PNG', png(cicp(9, 16))],
    ['PNG with gamma', png(gama(2.5))],
  ];

  it.each(files)('never fails while its colours are read: %s, truncated anywhere', (_name, file) => {
    for (let length = 0; length < file.length; length += 1) withStatedColours(file.subarray(0, length));
  });

  it.each(files)('never fails while its colours are read: %s, with any byte changed', (_name, file) => {
    for (let at = 0; at < Math.min(file.length, 700); at += 1) {
      for (const value of [0, 255]) {
        const changed = Buffer.from(file);
        changed[at] = value;
        withStatedColours(changed);
      }
    }
  });

  it('with too many associations is treated as one without items', () => {
    const file = avifFile('cut');
    const items = readItems(file);
    expect(items?.associations.size).toBe(2);
    const many = Buffer.alloc(8 + (MAX_BLOCKS + 1) * 3);
    many.writeUInt32BE(MAX_BLOCKS + 1, 4);
    const ipma = Buffer.concat([uint32(many.length + 8), Buffer.from('ipma', 'latin1'), many]);
    const iprp = file.indexOf('iprp') - 4;
    const grown = Buffer.concat([file.subarray(0, iprp + file.readUInt32BE(iprp)), ipma, file.subarray(iprp + file.readUInt32BE(iprp))]);
    for (const type of ['iprp', 'meta'])
      grown.writeUInt32BE(grown.readUInt32BE(grown.indexOf(type) - 4) + ipma.length, grown.indexOf(type) - 4);
    expect(readItems(grown)).toBeNull();
    expect(withStatedColours(grown)).toBe(grown);
  });

  it('may have no iloc box', () => {
    const file = avifFile('pq');
    file.write('free', file.indexOf('colrnclx'), 'latin1');
    file.write('free', file.indexOf('iloc'), 'latin1');
    expect(withStatedColours(file)).toBe(file);
  });
});

describe('the alpha of an AVIF', () => {
  it('is not rotated if it has its own irot', async () => {
    const file = avifFile('turned');
    const single = withStatedColours(file);
    expect(single).not.toBe(file);
    expect(withStatedColours(single)).toBe(single);
  });
});

describe('colours in an AV1 sequence header', () => {
  const sequence = (...bytes: number[]) => Buffer.from([0x12, 0x00, 0x0a, bytes.length, ...bytes]);

  it('are read after a temporal delimiter, and not from truncated data', () => {
    const pixels = avifFile('pq');
    const start = pixels.indexOf('mdat') + 4;
    expect(readAv1Colours(pixels.subarray(start))).toEqual({ primaries: 9, transfer: 16, isFullRange: false });
    expect(readAv1Colours(pixels.subarray(start, start + 8))).toBeNull();
    expect(readAv1Colours(sequence())).toBeNull();
    expect(readAv1Colours(Buffer.alloc(40))).toBeNull();
  });
});
