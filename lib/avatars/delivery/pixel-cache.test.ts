import { expect, it, vi } from 'vitest';
import { createPixelCache } from './pixel-cache';

const square = (side: number) => ({ data: Buffer.alloc(side * side * 3), width: side, height: side, channels: 3 as const });

it('a square is made once for all who ask at the same moment, and for those who come soon after', async () => {
  const pixelCache = createPixelCache();
  const make = vi.fn(async () => square(10));
  const all = await Promise.all(Array.from({ length: 20 }, () => pixelCache.of('a', make)));
  expect(new Set(all).size).toBe(1);
  await pixelCache.of('a', make);
  expect(make).toHaveBeenCalledTimes(1);
});

it('one that is remembered is not made', async () => {
  const pixelCache = createPixelCache();
  pixelCache.store('a', square(10));
  const make = vi.fn(async () => square(20));
  expect(await pixelCache.of('a', make)).toMatchObject({ width: 10 });
  expect(make).not.toHaveBeenCalled();
});

it('the least recently used squares are evicted, and requests that wait for one still get it', async () => {
  const pixelCache = createPixelCache({ bytes: 2 * 300 });
  const make = vi.fn(async () => square(10));
  const names = ['a', 'b', 'c', 'd', 'e'];
  const found = await Promise.all(names.map((name) => pixelCache.of(name, make)));
  expect(found.map(({ width }) => width)).toEqual([10, 10, 10, 10, 10]);
  await pixelCache.of('e', make);
  expect(make).toHaveBeenCalledTimes(5);
  await pixelCache.of('a', make);
  expect(make).toHaveBeenCalledTimes(6);
});

it('a square that is too large for the cache is made for each request', async () => {
  const pixelCache = createPixelCache({ bytes: 100 });
  expect(await pixelCache.of('a', async () => square(10))).toMatchObject({ width: 10 });
});

it('what could not be made is tried again', async () => {
  const pixelCache = createPixelCache();
  const make = vi.fn(async () => square(10)).mockRejectedValueOnce(new Error('busy'));
  await expect(pixelCache.of('a', make)).rejects.toThrow('busy');
  expect(await pixelCache.of('a', make)).toMatchObject({ width: 10 });
});

it('is made again when its time is over', async () => {
  const pixelCache = createPixelCache({ forMs: 5 });
  const make = vi.fn(async () => square(10));
  await vi.waitFor(async () => {
    await pixelCache.of('a', make);
    expect(make).toHaveBeenCalledTimes(2);
  });
});

it('a square is made again when its time is over, though it was read by a fake clock', async () => {
  const pixelCache = createPixelCache({ forMs: 5 });
  const make = vi.fn(async () => square(10));
  await pixelCache.of('a', make);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await pixelCache.of('a', make);
  vi.useRealTimers();
  const { length } = make.mock.calls;
  await vi.waitFor(async () => {
    await pixelCache.of('a', make);
    expect(make.mock.calls.length).toBeGreaterThan(length);
  });
});
