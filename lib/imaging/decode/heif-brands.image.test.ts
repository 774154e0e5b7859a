import { afterAll, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { heic } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { decodeHeader } from './header';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

const EXPECTED = 'JPEG, PNG, WebP, GIF, AVIF or HEIC';
const ADVICE = 'Open it in an image editor, save it in one of these formats, and send that.';

/** A HEIC with another brand and another codec for its items. */
function withCodec(brand: string, codec: string): Buffer {
  const file = heic('landscape');
  file.write(brand, 8, 'latin1');
  file.write(codec, file.indexOf('hvc1', file.indexOf('infe')), 'latin1');
  return file;
}

const branded = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1${brand}`, 'latin1');

describe('a HEIF with an unsupported codec', () => {
  it.each([
    ['H.264', 'avci', 'avc1'],
    ['H.264', 'mif1', 'avc1'],
    ['VVC', 'vvic', 'vvc1'],
    ['JPEG 2000', 'j2ki', 'j2k1'],
    ['JPEG', 'jpeg', 'jpeg'],
    ['JPEG', 'heic', 'jpeg'],
    ['uncompressed', 'mif1', 'unci'],
    ['uncompressed', 'heic', 'unci'],
    ['uncompressed', 'mif2', 'unci'],
  ])('is refused with its codec and advice: %s with brand %s', async (name, brand, codec) => {
    const found = `a HEIF picture with ${name} pixels`;
    await expect(decodeHeader(withCodec(brand, codec))).rejects.toMatchObject({
      code: 'unsupported_format',
      message: `This is ${found}. Expected ${EXPECTED}. ${ADVICE}`,
      details: { found, expected: EXPECTED },
    });
  });

  it.each([
    ['avci', 'a HEIF picture with H.264 pixels'],
    ['avcs', 'a HEIF picture with H.264 pixels'],
    ['vvic', 'a HEIF picture with VVC pixels'],
    ['j2is', 'a HEIF picture with JPEG 2000 pixels'],
    ['jpgs', 'a HEIF picture with JPEG pixels'],
    ['unif', 'a HEIF picture with uncompressed pixels'],
    ['mif3', 'a HEIF picture in its short form (mif3)'],
    ['mif2', 'a HEIF picture'],
    ['miaf', 'a HEIF picture'],
    ['1pic', 'a HEIF picture'],
  ])('is named by its brand if it has no items, and not called a video: %s', async (brand, found) => {
    await expect(decodeHeader(branded(brand))).rejects.toMatchObject({
      code: 'unsupported_format',
      message: `This is ${found}. Expected ${EXPECTED}. ${ADVICE}`,
    });
  });
});

describe.each(['mif2', 'miaf', '1pic'])('a HEIF with brand %s', (brand) => {
  it.each([
    ['heic', async () => heic('landscape')],
    ['avif', () => fromRaster(landscape(60, 40)).avif({ effort: 0 }).toBuffer()],
  ] as const)('is read according to its codec: %s', async (format, still) => {
    const { avatars, change } = await world(records(), {}, { heic: thread.decode });
    const bytes = await still();
    bytes.write(brand, 8, 'latin1');
    expect((await avatars.replace(change, { bytes })).avatar).toMatchObject({ format });
  });
});

it('other files with an ftyp box are refused by name', async () => {
  const refused = (found: string) => ({ code: 'unsupported_format', message: `This is ${found}. Expected ${EXPECTED}.` });
  await expect(decodeHeader(branded('crx '))).rejects.toMatchObject(refused('a raw photo of a camera (CR3)'));
  await expect(decodeHeader(branded('mp42'))).rejects.toMatchObject(refused('a video'));
});
