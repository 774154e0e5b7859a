import { describe, expect, it } from 'vitest';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { sharp } from '@/lib/imaging/sharp';
import type { RenditionName } from '@/lib/imaging/types';
import { MAX_WAIT_SECONDS } from '@/lib/scheduling/limits';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import type { Drawing, Painter } from '../ports';
import { createCustomSizes } from './custom-sizes';
import { createPictureMemory } from './picture-memory';

const red = { r: 200, g: 20, b: 20, alpha: 1 };

/** A core that has one picture of so many pixels, a painter that counts and can be held up, and what they were asked. */
function setUp({ available = 2048, waitSeconds = MAX_WAIT_SECONDS, hold = Promise.resolve(), drawnSide = Number.POSITIVE_INFINITY } = {}) {
  const { directory, memory } = inMemory();
  const asked: RenditionName[] = [];
  const drawn: Drawing[] = [];
  const painter: Painter = {
    edition: '1',
    async draw(drawing, asked) {
      const side = Math.min(asked, drawnSide);
      drawn.push(drawing);
      await hold;
      return { data: Buffer.alloc(side * side * 4, 120), width: side, height: side, channels: 4 };
    },
  };
  const deliver = {
    async rendition(name: RenditionName) {
      asked.push(name);
      const side = Math.min(typeof name.size === 'number' ? name.size : 2048, available);
      const image = sharp({ create: { width: side, height: side, channels: 4, background: red } });
      const bytes = new Uint8Array(await image.toFormat(name.format === 'jpg' ? 'jpeg' : name.format).toBuffer());
      return { kind: 'found' as const, bytes, kept: memory.set(JSON.stringify(name), bytes, 1) };
    },
  };
  const [semaphore, drawingSemaphore] = [createSemaphore({ tasks: 1, waitSeconds }), createSemaphore({ tasks: 1, waitSeconds })];
  return {
    asked,
    drawn,
    semaphore,
    customSizes: createCustomSizes({ deliver, directory, memory, painter, semaphore, drawingSemaphore }),
  };
}

const inMemory = () => ({ directory: { isTrusted: true, sequence: 0 }, memory: createPictureMemory(10_000_000) });

async function found(
  customSizes: ReturnType<typeof setUp>['customSizes'],
  side: number,
  format: OutputFormat = 'png',
): Promise<Uint8Array<ArrayBuffer>> {
  const delivery = await customSizes.rendition({ key: 'a'.repeat(40), side, format });
  if (delivery.kind !== 'found') throw new Error(`It is ${delivery.kind}`);
  return delivery.bytes;
}

describe('a picture of a custom size', () => {
  it.each([
    [1, 20],
    [80, 90],
    [90, 90],
    [513, 1024],
    [1024, 1024],
    [1025, 'full'],
    [2048, 'full'],
  ] as const)('of %i is made from the rendition of %s', async (side, size) => {
    const { customSizes, asked } = setUp();
    expect((await sharp(await found(customSizes, side)).metadata()).width).toBe(side);
    expect(asked.map((name) => name.size)).toEqual([size]);
  });

  it.each(['png', 'jpg', 'webp', 'avif'] as const)('is enlarged if the picture has fewer pixels, as %s', async (format) => {
    const image = sharp(await found(setUp({ available: 30 }).customSizes, 100, format));
    expect(await image.metadata()).toMatchObject({ width: 100, height: 100 });
    const [r = 0, g = 0, b = 0] = await image.removeAlpha().raw().toBuffer();
    for (const [is, expected] of [
      [r, red.r],
      [g, red.g],
      [b, red.b],
    ] as const)
      expect(Math.abs(is - expected)).toBeLessThan(6);
  });

  it('is made once', async () => {
    const { customSizes } = setUp();
    const [one, other] = await Promise.all([found(customSizes, 80), found(customSizes, 80)]);
    expect(other).toBe(one);
    expect(await found(customSizes, 80)).toBe(one);
    expect(await found(customSizes, 81)).not.toBe(one);
  });

  it('differs for the still form of an animation', async () => {
    const { customSizes, asked } = setUp();
    const name = { key: 'a'.repeat(40), side: 80, format: 'webp' } as const;
    const [one, twin] = [await customSizes.rendition(name), await customSizes.rendition({ ...name, still: true })];
    expect(asked.map(({ still }) => still)).toEqual([undefined, true]);
    expect(one.kind === 'found' && twin.kind === 'found' && one.bytes !== twin.bytes).toBe(true);
  });

  it('does not wait in the semaphore if the rendition has the size already', async () => {
    const { customSizes, semaphore } = setUp({ waitSeconds: 0 });
    void semaphore.run({ bytes: 1, seconds: 1 }, () => new Promise(() => {}));
    expect((await sharp(await found(customSizes, 90)).metadata()).width).toBe(90);
    await expect(found(customSizes, 91)).rejects.toMatchObject({ code: 'busy' });
  });

  it('does not wait for drawings, which strangers ask for', async () => {
    const { customSizes } = setUp({ waitSeconds: 0, hold: new Promise(() => {}) });
    void customSizes.drawing({ style: 'mp', seed: '' }, 80, 'png');
    await expect(customSizes.drawing({ style: 'mp', seed: 'a' }, 80, 'png')).rejects.toMatchObject({ code: 'busy' });
    expect((await sharp(await found(customSizes, 91)).metadata()).width).toBe(91);
  });

  it('is not made of a picture that is no longer current', async () => {
    const deliver = { rendition: async () => ({ kind: 'moved' as const, key: 'b' }) };
    const customSizes = createCustomSizes({
      deliver,
      ...inMemory(),
      painter: { edition: '1', draw: () => Promise.reject() },
      semaphore: createSemaphore({ tasks: 1 }),
      drawingSemaphore: createSemaphore({ tasks: 1 }),
    });
    expect(await customSizes.rendition({ key: 'a', side: 80, format: 'png' })).toEqual({ kind: 'moved', key: 'b' });
  });
});

describe('a drawing', () => {
  const drawing: Drawing = { style: 'initials', seed: 'ab', name: 'Ada' };

  it('is made once for each size and format, also when many ask at once', async () => {
    const { customSizes, drawn } = setUp();
    const all = await Promise.all(Array.from({ length: 20 }, () => customSizes.drawing({ ...drawing }, 80, 'webp')));
    expect(new Set(all).size).toBe(1);
    expect(drawn).toHaveLength(1);
    await customSizes.drawing(drawing, 81, 'webp');
    await customSizes.drawing(drawing, 80, 'png');
    await customSizes.drawing(drawing, 80, 'webp');
    expect(drawn).toHaveLength(3);
  });

  it('is told from every other by its key', () => {
    const { customSizes } = setUp();
    const others: Drawing[] = [
      { ...drawing, seed: 'ba' },
      { ...drawing, style: 'mp' },
      { ...drawing, name: 'Eve' },
      { ...drawing, letters: 'A' },
    ];
    const keys = [drawing, ...others].map(customSizes.keyOf);
    expect(new Set(keys).size).toBe(5);
    expect(keys[0]).toMatch(/^[0-9a-f]{40}$/);
    expect(customSizes.keyOf({ ...drawing })).toBe(keys[0]);
  });

  it('of two hundred people on one page is made for each of them', async () => {
    const { customSizes } = setUp();
    const all = Array.from({ length: 200 }, (_, at) => customSizes.drawing({ style: 'color', seed: String(at) }, 80, 'webp'));
    for (const { bytes } of await Promise.all(all)) expect(bytes).toBeInstanceOf(Uint8Array);
  });

  it('is refused when those ahead take too long, and made when there is room again', async () => {
    let go = () => {};
    const hold = new Promise<void>((resolve) => {
      go = resolve;
    });
    // Drawings cost what their size says: encoding so many of this size would only take seconds.
    const { customSizes } = setUp({ hold, drawnSide: 16 });
    const large = Array.from({ length: 200 }, (_, at) => customSizes.drawing({ style: 'color', seed: String(at) }, 2048, 'avif'));
    const outcomes = large.map((drawing) =>
      drawing.then(
        () => 'made',
        (error) => error.details,
      ),
    );
    expect(await outcomes.at(-1)).toEqual({ retryAfterSeconds: expect.any(Number) });
    go();
    const admitted = (await Promise.all(outcomes)).filter((outcome) => outcome === 'made').length;
    expect(admitted).toBeGreaterThan(1);
    expect(admitted).toBeLessThan(20);
    expect((await customSizes.drawing({ style: 'color', seed: 'last' }, 80, 'avif')).bytes).toBeInstanceOf(Uint8Array);
  });
});
