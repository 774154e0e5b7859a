import { describe, expect, it } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import { exifWithThumbnail, jpegWithExif } from '@/testing/exif-thumbnail';
import { photo } from '@/testing/pictures';
import { thumbnailIn } from './exif-thumbnail';
import { readExif, readJpegHeader } from './jpeg-header';

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const JPEG = new Uint8Array([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]);

describe('the thumbnail in EXIF', () => {
  it.each(['little', 'big'] as const)('is found in %s endian', (order) => {
    expect(thumbnailIn(view(exifWithThumbnail(JPEG, { order })))).toEqual(JPEG);
  });

  it('is found in a JPEG, beside the orientation', async () => {
    const thumbnail = await photo(16, 12);
    const exif = exifWithThumbnail(thumbnail, { orientation: 6 });
    const file = jpegWithExif(
      await sharp(await photo(160, 120))
        .jpeg()
        .toBuffer(),
      exif,
    );
    const found = readExif(file);
    expect(Buffer.from((found && thumbnailIn(found)) ?? []).equals(thumbnail)).toBe(true);
    expect(readJpegHeader(file)).toEqual({ width: 160, height: 120, orientation: 6 });
  });

  it('is none without a second directory, or without its two tags', async () => {
    const exif = readExif(await photo(60, 40, 6));
    expect(exif && thumbnailIn(exif)).toBeNull();
    expect(thumbnailIn(view(exifWithThumbnail(JPEG, { lengthTag: 0x0203 })))).toBeNull();
  });

  it.each([
    ['an offset at the end', { start: 1_000_000 }],
    ['an offset of 32 bits', { start: 0xffff_ffff }],
    ['a length beyond the end', { length: JPEG.byteLength + 1 }],
    ['a length of 32 bits', { length: 0xffff_ffff }],
    ['no length', { length: 0 }],
  ])('is none with %s', (_what, hostile) => {
    expect(thumbnailIn(view(exifWithThumbnail(JPEG, hostile)))).toBeNull();
  });

  it('is none above 64 kB', () => {
    expect(thumbnailIn(view(exifWithThumbnail(new Uint8Array(65_536))))?.byteLength).toBe(65_536);
    expect(thumbnailIn(view(exifWithThumbnail(new Uint8Array(65_537))))).toBeNull();
  });

  it('is none of bytes that end early, or throws a RangeError', () => {
    const whole = exifWithThumbnail(JPEG);
    for (let end = 0; end < whole.byteLength; end += 1) {
      let found: Uint8Array | null = null;
      try {
        found = thumbnailIn(view(whole.subarray(0, end)));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
      expect(found).toBeNull();
    }
  });

  it('is none in a directory beyond the end', () => {
    expect(() => thumbnailIn(view(exifWithThumbnail(JPEG, { second: 0xffff_fff0 })))).toThrow(RangeError);
  });
});
