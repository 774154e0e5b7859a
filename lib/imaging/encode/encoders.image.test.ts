import { describe, expect, it } from 'vitest';
import { fromRaster, photo, pixelAt, pixels, plain } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import { resolveCrop } from '../geometry/crop';
import { cropPixels } from '../geometry/extract';
import { OUTPUT_FORMATS, type OutputFormat } from '../media-types';
import { sharp } from '../sharp';
import { FULL_SIDE, LADDER, LARGEST_SIZE, type Size } from '../sizes';
import { createPlaceholder, encodeRendition } from './encoders';

const FORMATS = Object.keys(OUTPUT_FORMATS) as OutputFormat[];
/** Of 255: change of a plain colour by lossy encoders. */
const LOSS = 4;

/** Renders an upload as the pipeline does. */
async function rendition(upload: Uint8Array, size: Size, format: OutputFormat): Promise<Buffer> {
  const source = await decodeHeader(upload);
  return encodeRendition(await cropPixels(upload, source, resolveCrop(source), size === 'full' ? FULL_SIDE : LARGEST_SIZE), size, format);
}

function expectColour(actual: number[], expected: number[], tolerance = LOSS): void {
  expect(actual.length).toBe(expected.length);
  const off = actual.map((value, channel) => Math.abs(value - (expected[channel] ?? 0)));
  expect(Math.max(...off), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe.each(FORMATS)('a rendition as %s', (format) => {
  it('has the requested size, and is never enlarged', async () => {
    const large = await photo(700, 500);
    const small = await photo(90, 60);
    for (const [upload, size, side] of [
      [large, 64, 64],
      [large, 512, 500],
      [large, 'full', 500],
      [small, 64, 60],
      [small, 'full', 60],
    ] as const) {
      expect(await sharp(await rendition(upload, size, format)).metadata()).toMatchObject({ width: side, height: side });
    }
  });

  it.each([
    ['upright', 1, 0],
    ['with EXIF orientation 6', 6, 0],
    ['with EXIF orientation 5, rotated by 90 degrees', 5, 90],
    ['rotated by 33 degrees', 3, 33],
  ])('has the same bytes every time, rendered one after another or in parallel: %s', async (_name, orientation, rotate) => {
    const upload = await photo(300, 200, orientation);
    const make = async () => {
      const source = await decodeHeader(upload);
      const parent = await cropPixels(upload, source, resolveCrop(source, { x: 20, y: 10, width: 150, height: 150, rotate }), 1024);
      return Promise.all([encodeRendition(parent, 64, format), encodeRendition(parent, 'full', format)]);
    };
    const [small, full] = await make();
    for (const [otherSmall, otherFull] of [await make(), ...(await Promise.all([make(), make(), make()]))]) {
      expect(otherSmall.equals(small)).toBe(true);
      expect(otherFull.equals(full)).toBe(true);
    }
  });

  it('contains no metadata of the upload', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';
    const upload = await fromRaster(landscape(300, 200))
      .withExif({ IFD0: { Artist: 'Ada', Copyright: 'SECRET-WORD' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
      .withXmp(xmp)
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(await sharp(upload).metadata()).toMatchObject({ exif: expect.any(Buffer), icc: expect.any(Buffer), xmp: expect.any(Buffer) });
    const encoded = await rendition(upload, 128, format);
    const metadata = await sharp(encoded).metadata();
    for (const kind of ['exif', 'icc', 'xmp', 'iptc', 'orientation', 'comments', 'tifftagPhotoshop'] as const)
      expect(metadata[kind]).toBeUndefined();
    for (const word of ['SECRET-WORD', 'Exif', 'xmpmeta', 'Ada']) expect(encoded.includes(word)).toBe(false);
  });

  it('keeps alpha, or has a white background if the format has none', async () => {
    const clear = await pixels(await rendition(await plain(80, 80, [200, 30, 30, 0]), 64, format));
    const half = await pixels(await rendition(await plain(80, 80, [200, 0, 0, 128]), 64, format));
    if (format === 'jpg') {
      expectColour(pixelAt(clear, 32, 32), [255, 255, 255]);
      expectColour(pixelAt(half, 32, 32), [227, 127, 127]);
    } else {
      expect(pixelAt(clear, 32, 32)[3]).toBe(0);
      expectColour(pixelAt(half, 32, 32), [200, 0, 0, 128], 6);
    }
  });
});

describe('colours', () => {
  const side = { width: 96, height: 96 };
  const colour = (background: string) => sharp({ create: { ...side, channels: 3, background } });
  const shown = async (upload: Uint8Array) => pixelAt(await pixels(await rendition(upload, 64, 'png')), 30, 30);

  it('of a Display P3 picture are converted to sRGB', async () => {
    const upload = await colour('rgb(180, 90, 60)').withIccProfile('p3').png().toBuffer();
    // The stored values differ from sRGB, so the test proves a conversion.
    const stored = await sharp(upload).keepIccProfile().raw().toBuffer();
    expect((stored[1] ?? 0) - 90).toBeGreaterThan(LOSS);
    expectColour(await shown(upload), [180, 90, 60]);
  });

  it('of a CMYK picture are converted, and not inverted', async () => {
    const upload = await colour('rgb(170, 140, 120)').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(upload).metadata()).toMatchObject({ space: 'cmyk', channels: 4 });
    // Conversion to a print profile and back costs this much; an inverted or washed-out picture would differ by 50 or more.
    expectColour(await shown(upload), [170, 140, 120], 14);
  });

  it('of a 16-bit picture are reduced to the upper 8 bits', async () => {
    const upload = await colour('rgb(12, 130, 250)').toColourspace('rgb16').png().toBuffer();
    expect(await sharp(upload).metadata()).toMatchObject({ depth: 'ushort' });
    expectColour(await shown(upload), [12, 130, 250], 1);
  });

  it('of a grey picture are grey, with or without alpha', async () => {
    const grey = await colour('rgb(90, 90, 90)').toColourspace('b-w').png().toBuffer();
    expect(await sharp(grey).metadata()).toMatchObject({ channels: 1 });
    expectColour((await shown(grey)).slice(0, 3), [90, 90, 90], 1);
    const withAlpha = await sharp({ create: { ...side, channels: 4, background: { r: 90, g: 90, b: 90, alpha: 0.5 } } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(await sharp(withAlpha).metadata()).toMatchObject({ channels: 2 });
    expectColour(await shown(withAlpha), [90, 90, 90, 128], 2);
  });

  it('of a palette picture are those of its palette', async () => {
    const upload = await colour('rgb(10, 200, 90)').png({ palette: true }).toBuffer();
    expectColour((await shown(upload)).slice(0, 3), [10, 200, 90], 1);
  });
});

it('the placeholder of a picture is a thumbhash and its dominant colour, the same each time', async () => {
  const upload = await plain(200, 200, [220, 40, 40]);
  const parent = await cropPixels(upload, { width: 200, height: 200 }, resolveCrop({ width: 200, height: 200 }), 1024);
  const placeholder = await createPlaceholder(parent);
  expect(Buffer.from(placeholder.thumbhash, 'base64').byteLength).toBeGreaterThanOrEqual(5);
  expect(Buffer.from(placeholder.thumbhash, 'base64').byteLength).toBeLessThanOrEqual(25);
  const [r, g, b] = (placeholder.color.match(/[0-9a-f]{2}/g) ?? []).map((hex) => Number.parseInt(hex, 16));
  expectColour([r ?? 0, g ?? 0, b ?? 0], [220, 40, 40], 16);
  expect(await createPlaceholder(parent)).toEqual(placeholder);
});

it('the size ladder ends at the side of the square from which all stills are scaled', () => {
  expect([...LADDER].sort((a, b) => a - b)).toEqual([...LADDER]);
  expect(LADDER.at(-1)).toBe(LARGEST_SIZE);
});
