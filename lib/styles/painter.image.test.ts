import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHOSEN_STYLES } from '@/lib/avatars/drawings/ports';
import type { Drawing, DrawingStyle } from '@/lib/avatars/ports';
import { sampledRows } from '@/testing/effort';
import { createPainter } from './painter';

const painter = createPainter();
const ada = '0123456789abcdef0123456789abcdef';
const eve = 'fedcba9876543210fedcba9876543210';

/** Whether each seed gets a different drawing. */
const STYLES: Record<DrawingStyle, 'everyone' | 'each'> = {
  mp: 'everyone',
  mmng: 'each',
  identicon: 'each',
  monsterid: 'each',
  wavatar: 'each',
  retro: 'each',
  robohash: 'each',
  pagan: 'each',
  lorelei: 'each',
  notionists: 'each',
  'open-peeps': 'each',
  shapes: 'each',
  initials: 'each',
  color: 'each',
  blank: 'everyone',
};
const styles = Object.entries(STYLES) as [DrawingStyle, 'everyone' | 'each'][];

async function printOf(drawing: Drawing, side = 80): Promise<string> {
  return createHash('sha256')
    .update((await painter.draw(drawing, side)).data)
    .digest('hex');
}

describe.each(styles)('a drawing in style %s', (style, whose) => {
  it('is the same for the same seed, also from another painter', async () => {
    const again = createHash('sha256').update((await createPainter().draw({ style, seed: ada }, 80)).data);
    expect(again.digest('hex')).toBe(await printOf({ style, seed: ada }));
  });

  it(`is another for ${whose} seed`.replace('another for everyone seed', 'one for everyone'), async () => {
    const [one, other] = [await printOf({ style, seed: ada }), await printOf({ style, seed: eve })];
    expect(one === other).toBe(whose === 'everyone');
  });

  it.each(sampledRows(2, [1, 80, 2048, 333]))('has a side of %i pixels and is opaque unless it is blank', async (side) => {
    const { data, width, height, channels } = await painter.draw({ style, seed: ada }, side);
    expect({ width, height, channels, length: data.length }).toEqual({ width: side, height: side, channels: 4, length: side * side * 4 });
    const alphas = new Set<number>();
    for (let at = 3; at < data.length; at += 4) alphas.add(data.readUInt8(at));
    expect([...alphas]).toEqual([style === 'blank' ? 0 : 255]);
  });
});

it('no two styles give equal drawings', async () => {
  const prints = await Promise.all(styles.map(([style]) => printOf({ style, seed: ada, name: 'Ada' })));
  expect(new Set(prints).size).toBe(styles.length);
});

it.each(CHOSEN_STYLES)('no two of 50 people have the same %s', async (style) => {
  const seeds = Array.from({ length: 50 }, (_, at) => createHash('md5').update(`${at}@example.org`).digest('hex'));
  const prints = await Promise.all(seeds.map((seed) => printOf({ style, seed }, 64)));
  expect(new Set(prints).size).toBe(50);
});

describe('drawn initials', () => {
  const initials = (name: string, letters = '') => printOf({ style: 'initials', seed: ada, name, letters });

  it('are those of the name, unless letters are chosen', async () => {
    expect(await initials('Ada Lovelace')).toBe(await initials('', 'al'));
    expect(await initials('Ada Lovelace', 'xy')).toBe(await initials('', 'XY'));
    expect(await initials('Ada Lovelace')).not.toBe(await initials('Ada Byron'));
  });

  it('become the silhouette if the font covers no letter', async () => {
    const silhouette = await printOf({ style: 'mmng', seed: ada });
    for (const name of ['', '李小龙', '😀', '<&>']) expect(await initials(name)).toBe(silhouette);
    expect(await initials('Ada', '李')).toBe(await initials('Ada'));
    expect(await initials('Ada')).not.toBe(silhouette);
  });

  it.each(['AL', 'WM', 'WWW', 'ИЩ', 'ΩΨ', 'Q', 'ÅÇ', 'ع', 'مع', 'שכ'])('%s are centred with a margin', async (letters) => {
    const side = 200;
    const { data } = await painter.draw({ style: 'initials', seed: ada, letters }, side);
    const ground = data.subarray(0, 4).toString('hex');
    const inked = Array.from({ length: side * side }, (_, at) => at).filter((at) => data.toString('hex', at * 4, at * 4 + 4) !== ground);
    const [xs, ys] = [inked.map((at) => at % side), inked.map((at) => Math.floor(at / side))];
    const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
    const [top, bottom] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
    expect(Math.abs((left + right) / 2 - side / 2)).toBeLessThan(side * 0.03);
    expect(Math.abs((top + bottom) / 2 - side / 2)).toBeLessThan(side * 0.09);
    // Inside the inscribed circle, since most pages show round avatars.
    const radius = Math.max(...inked.map((at) => Math.hypot((at % side) - side / 2, Math.floor(at / side) - side / 2)));
    expect(radius).toBeLessThan(side / 2);
  });
});

it('white letters have enough contrast on every background', async () => {
  const luminances = await Promise.all(
    Array.from({ length: 400 }, async (_, seed) => {
      const { data } = await painter.draw({ style: 'initials', seed: `${seed}`, name: 'Ada' }, 20);
      const [r = 0, g = 0, b = 0] = [...data.subarray(0, 3)].map((value) => linear(value / 255));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }),
  );
  // WCAG 2.2, 1.4.3, for large text: three to one.
  expect(1.05 / (Math.max(...luminances) + 0.05)).toBeGreaterThan(3);
});

/** IEC 61966-2-1. */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
