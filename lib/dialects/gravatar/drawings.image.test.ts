import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { difference, OTHER_UNKNOWN_HASH, type Shown, shownAt, UNKNOWN_HASH } from '@/testing/in-process/shown';

const app = await createTestApp();

/** Styles whose drawing depends on the hash. */
const PER_HASH = ['identicon', 'monsterid', 'wavatar', 'retro', 'robohash', 'pagan', 'mmng', 'initials', 'color'];
const STYLES = ['mp', 'blank', ...PER_HASH];

const drawings = new Map<string, Promise<Shown>>();

/** The drawing of this style for a hash without an account, memoized. */
function drawingOf(style: string): Promise<Shown> {
  const drawing = drawings.get(style) ?? shownAt(app, `/avatar/${UNKNOWN_HASH}?d=${style}`);
  drawings.set(style, drawing);
  return drawing;
}

describe.each(STYLES)('d=%s', (style) => {
  const at = (hash: string, query = '') => shownAt(app, `/avatar/${hash}?d=${style}${query}`);

  it('has the same bytes for the same hash', async () => {
    const drawing = await drawingOf(style);
    expect(drawing).toMatchObject({ type: 'image/png', format: 'png', width: 80, height: 80 });
    expect((await at(UNKNOWN_HASH.toUpperCase(), '&r=x')).bytes.equals(drawing.bytes)).toBe(true);
    expect((await at(OTHER_UNKNOWN_HASH)).pixels.equals(drawing.pixels)).toBe(!PER_HASH.includes(style));
    const others = await Promise.all(STYLES.filter((other) => other !== style).map(drawingOf));
    const lookAlikes = others.filter(({ pixels }) => pixels.equals(drawing.pixels));
    // Without a name, these styles show the silhouette.
    expect(lookAlikes).toHaveLength(['mmng', 'initials'].includes(style) ? 1 : 0);
    expect(await at(UNKNOWN_HASH, '&s=512')).toMatchObject({ width: 512, height: 512 });
  });

  it('looks the same in every format', async () => {
    const inFormat = (extension: string, accept = '*/*') =>
      shownAt(app, `/avatar/${UNKNOWN_HASH}${extension}?d=${style}&s=100`, { Accept: accept });
    const png = await inFormat('.png');
    for (const [extension, accept, type] of [
      ['', 'image/avif,image/webp,*/*', 'image/webp'],
      ['', 'image/webp', 'image/webp'],
      ['', 'image/jpeg,image/png', 'image/png'],
      ['.gif', '*/*', 'image/png'],
      ['.webp', '*/*', 'image/webp'],
    ] as const) {
      const other = await inFormat(extension, accept);
      expect(other.type).toBe(type);
      expect(difference(other.pixels, png.pixels)).toBe(0);
    }
    const jpeg = style === 'blank' ? 'image/png' : 'image/jpeg';
    expect((await inFormat('', 'image/jpeg')).type).toBe(jpeg);
    for (const [extension, type] of [
      ['.jpg', jpeg],
      ['.jpeg', jpeg],
      ['.avif', 'image/avif'],
    ] as const) {
      const { type: found, pixels, width } = await inFormat(extension);
      expect({ found, width }).toEqual({ found: type, width: 100 });
      const mean = pixels.reduce((sum, value, index) => sum + Math.abs(value - (png.pixels[index] ?? 0)), 0) / pixels.byteLength;
      expect(mean).toBeLessThan(6);
    }
  });
});

it('d=blank is fully transparent', async () => {
  const { pixels } = await shownAt(app, `/avatar/${UNKNOWN_HASH}?d=blank&s=33`);
  expect(pixels.every((value) => value === 0)).toBe(true);
});

it('d=color has a single colour', async () => {
  const { pixels } = await drawingOf('color');
  expect(pixels.equals(Buffer.alloc(pixels.byteLength, pixels.subarray(0, 4)))).toBe(true);
});

it('d=initials shows the letters of initials=, or those of name=', async () => {
  const at = async (query: string) => (await shownAt(app, `/avatar/${UNKNOWN_HASH}?d=initials&${query}`)).pixels;
  const al = await at('initials=AL');
  for (const query of [
    'initials=al',
    'name=Ada+Lovelace',
    'name=ada%20king%20lovelace',
    'name=Eve&initials=AL',
    'initials=%E6%9D%8E&name=Ada%20L',
  ]) {
    expect((await at(query)).equals(al), query).toBe(true);
  }
  for (const query of ['name=Ada', 'initials=LA', 'name=%D0%98%D0%B2%D0%B0%D0%BD', 'name=%D9%85%D8%AD%D9%85%D8%AF']) {
    expect((await at(query)).equals(al), query).toBe(false);
  }
  const silhouette = (await drawingOf('mmng')).pixels;
  for (const query of ['', 'name=%E6%9D%8E%E5%B0%8F%E9%BE%99', 'name=%F0%9F%98%80', 'initials=%3C%26%3E', 'name=%00']) {
    expect((await at(query)).equals(silhouette), query).toBe(true);
  }
});
