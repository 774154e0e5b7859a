import { describe, expect, it } from 'vitest';
import { heic } from '@/testing/heic';
import { fromRaster, photo } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { GENERAL_FORMATS } from '../media-types';
import { decodeHeader } from './header';

const EXPECTED = 'JPEG, PNG, WebP, GIF, AVIF or HEIC';
const picture = () => fromRaster(landscape(60, 40));
const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** The first box of an ISO media file, which distinguishes HEIC, AVIF and videos. */
const ftyp = (brand: string) => latin1(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1${brand}`);

describe('the format of an upload', () => {
  it.each([
    ['jpeg', () => picture().jpeg().toBuffer()],
    ['png', () => picture().png().toBuffer()],
    ['webp', () => picture().webp().toBuffer()],
    ['gif', () => picture().gif().toBuffer()],
    ['avif', () => picture().avif({ effort: 0 }).toBuffer()],
  ] as const)('is %s by its bytes, without a file name', async (format, encode) => {
    const bytes = await encode();
    expect(await decodeHeader(bytes)).toEqual({
      bytes,
      format,
      width: 60,
      height: 40,
      frames: 1,
      bytesPerPixel: expect.any(Number),
    });
  });

  it.each(['mif1', 'msf1', 'heic'])('is AVIF by its codec, whatever its brand: %s', async (brand) => {
    const bytes = await picture().avif({ effort: 0 }).toBuffer();
    bytes.write(brand, 8, 'latin1');
    expect(await decodeHeader(bytes)).toMatchObject({ format: 'avif', width: 60, height: 40 });
    expect(await decodeHeader(bytes, GENERAL_FORMATS, ['heic'])).toMatchObject({ format: 'avif' });
    expect(await decodeHeader(bytes, ['avif'])).toMatchObject({ format: 'avif' });
    const refused = { code: 'unsupported_format', details: { found: 'an AVIF picture' } };
    await expect(decodeHeader(bytes, ['heic'])).rejects.toMatchObject(refused);
  });

  it.each(['mif1', 'msf1', 'avif'])('is HEIC by its codec, whatever its brand: %s', async (brand) => {
    for (const name of ['landscape', 'grid', 'alpha']) {
      const bytes = heic(name);
      bytes.write(brand, 8, 'latin1');
      expect(await decodeHeader(bytes), name).toMatchObject({ format: 'heic' });
      await expect(decodeHeader(bytes, GENERAL_FORMATS, ['heic'])).rejects.toMatchObject({ code: 'heic_unsupported' });
    }
  });

  it('includes the number of frames of a GIF', async () => {
    const frames = await Promise.all(
      [10, 20, 30].map((side) =>
        fromRaster(landscape(60 - side, 40))
          .resize(32, 32)
          .png()
          .toBuffer(),
      ),
    );
    const { sharp } = await import('../sharp');
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await decodeHeader(bytes)).toMatchObject({ format: 'gif', width: 32, height: 32, frames: 3 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('includes the displayed size of a photo with EXIF orientation %i', async (orientation) => {
    expect(await decodeHeader(await photo(300, 200, orientation))).toMatchObject({ width: 300, height: 200 });
    expect(await decodeHeader(await photo(200, 300, orientation))).toMatchObject({ width: 200, height: 300 });
  });
});

describe('a file that is not an accepted picture', () => {
  it.each([
    ['a text file', latin1('Hello, I am me.png, honestly.')],
    ['an SVG drawing', latin1('<?xml version="1.0"?>\n<!-- hi --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['an SVG drawing', latin1('<svg width="10" height="10"></svg>')],
    ['a web page', latin1('<!DOCTYPE html><html><script>alert(1)</script></html>')],
    ['a PDF document', latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')],
    ['a BMP picture', latin1('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0')],
    ['a TIFF picture', latin1('II*\0\x08\0\0\0\0\0')],
    ['a TIFF picture', latin1('MM\0*\0\0\0\x08\0\0')],
    ['an icon (ICO)', latin1('\0\0\x01\0\x01\0\x10\x10\0\0')],
    ['a video', ftyp('isom')],
    ['a JPEG XL picture', latin1('\xff\x0a\0\0\0\0')],
    ['a ZIP archive', latin1('PK\x03\x04\0\0\0\0')],
    ['an unknown kind of file', latin1('\0\x01\x02\x03\x04\x05\x06\x07')],
  ])('is refused as %s', async (found, bytes) => {
    await expect(decodeHeader(bytes)).rejects.toMatchObject({
      code: 'unsupported_format',
      message: `This is ${found}. Expected ${EXPECTED}.`,
      details: { found, expected: EXPECTED },
    });
  });

  it('is refused if only other clients may send its format: TIFF', async () => {
    const tiff = await fromRaster(landscape(60, 40)).withMetadata({ orientation: 6 }).tiff().toBuffer();
    await expect(decodeHeader(tiff)).rejects.toMatchObject({ code: 'unsupported_format', details: { found: 'a TIFF picture' } });
    expect(await decodeHeader(tiff, ['png', 'tiff'])).toMatchObject({ format: 'tiff', width: 40, height: 60, frames: 1 });
  });

  it.each([
    ['a HEIC picture', heic('landscape')],
    ['a HEIC picture', Buffer.concat([ftyp('mif1'), heic('landscape').subarray(24)])],
  ])('is refused if this client may not send its format: %s', async (found, bytes) => {
    await expect(decodeHeader(bytes, ['jpeg', 'png'])).rejects.toMatchObject({ code: 'unsupported_format', details: { found } });
  });

  it('is refused before decoding, as a TIFF with AVIF, WebP or HEIC signatures at other offsets', async () => {
    for (const [at, name] of [
      [4, 'ftypavif'],
      [8, 'WEBP'],
      [4, 'ftypheic'],
    ] as const) {
      const bytes = latin1(`II*\0${'\0'.repeat(60)}`);
      bytes.write(name, at, 'latin1');
      await expect(decodeHeader(bytes)).rejects.toMatchObject({ code: 'unsupported_format', details: { found: 'a TIFF picture' } });
    }
  });

  it('is refused with the formats that this client may send', async () => {
    const gif = await picture().gif().toBuffer();
    const refused = { code: 'unsupported_format', message: 'This is a GIF picture. Expected JPEG, PNG or WebP.' };
    await expect(decodeHeader(gif, ['jpeg', 'png', 'webp'])).rejects.toMatchObject(refused);
    expect(await decodeHeader(gif, ['gif'])).toMatchObject({ format: 'gif' });
  });

  it('is refused as empty if it has no bytes', async () => {
    await expect(decodeHeader(new Uint8Array())).rejects.toMatchObject({ code: 'empty_file' });
  });

  it.each([
    ['a PNG picture', latin1(`\x89PNG\r\n\x1a\n${'garbage!'.repeat(20)}`)],
    ['a JPEG picture', latin1(`\xff\xd8\xff\xe0${'garbage!'.repeat(20)}`)],
    ['a GIF picture', latin1('GIF89a')],
    ['a WebP picture', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
    ['an AVIF picture', ftyp('avif')],
    ['a HEIC picture', ftyp('heic')],
    ['a HEIC picture', ftyp('heix')],
    ['a HEIC picture', ftyp('heis')],
    ['a HEIC picture', ftyp('mif1')],
    ['a HEIC picture', ftyp('msf1')],
  ])('is refused as damaged if only its signature is that of %s', async (found, bytes) => {
    await expect(decodeHeader(bytes)).rejects.toMatchObject({ code: 'corrupt_image', message: expect.stringContaining(found) });
  });
});
